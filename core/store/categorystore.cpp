// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/categorystore.h"

#include "core/store/categorycodec.h"
#include "core/store/curvestore.h"
#include "core/store/database.h"

namespace opal {

void writeCategories(const Database& database, std::int64_t evaluation, const CategorySnapshot& snapshot)
{
    Query(database, QStringLiteral("INSERT INTO category_snapshot VALUES (?, ?, ?)"))
        .run({ variant(evaluation), encodeCategorySummary(snapshot), encodeItemCategories(snapshot) });
}

std::vector<CategorySnapshot> readCategories(const Database& database, const std::string& id,
                                             std::int64_t step)
{
    const std::vector<std::int64_t> limits = segmentLimits(database, id);
    const bool one = step >= 0;
    Query query(database,
                QStringLiteral("SELECT e.segment, e.stage, e.epoch, e.step, c.summary, ")
                    + (one ? QStringLiteral("c.items") : QStringLiteral("NULL"))
                    + QStringLiteral(" FROM evaluation e JOIN category_snapshot c ON c.evaluation=e.id "
                                     "WHERE e.run=? AND (e.step=? OR ?) ORDER BY e.step, e.id"));
    query.run({ variant(id), variant(step), one ? 0 : 1 });
    std::vector<CategorySnapshot> snapshots;
    while (query.next()) {
        if (query.integer(3) > limitOf(limits, query.integer(0)))
            continue;
        CategorySnapshot& snapshot = snapshots.emplace_back(decodeCategorySummary(query.bytes(4)));
        snapshot.stage = query.text(1);
        snapshot.epoch = query.integer(2);
        snapshot.step = query.integer(3);
        if (one)
            snapshot.itemCategory = decodeItemCategories(query.bytes(5), snapshot.categories);
    }
    return snapshots;
}

std::map<std::string, std::map<int, std::string>> readCategoryNames(const Database& database,
                                                                    const std::string& id)
{
    Query query(database,
                QStringLiteral("SELECT run, category, name FROM category_name WHERE run=? OR ?=''"));
    query.run({ variant(id), variant(id) });
    std::map<std::string, std::map<int, std::string>> names;
    while (query.next())
        names[query.text(0)][static_cast<int>(query.integer(1))] = query.text(2);
    return names;
}

void writeCategoryNames(const Database& database, const std::string& id,
                        const std::map<int, std::string>& names)
{
    Query remove(database, QStringLiteral("DELETE FROM category_name WHERE run=? AND category=?"));
    Query insert(database, QStringLiteral("INSERT OR REPLACE INTO category_name VALUES (?, ?, ?)"));
    for (const auto& [category, name] : names) {
        const auto number = static_cast<std::int64_t>(category);
        if (name.find_first_not_of(" \t\r\n") == std::string::npos)
            remove.run({ variant(id), variant(number) });
        else
            insert.run({ variant(id), variant(number), variant(name) });
    }
}

} // namespace opal
