// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/diversitystore.h"

#include <cmath>

#include <QStringList>

#include "core/base/notanumber.h"
#include "core/store/database.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

/// "recall, hit_rate, ..." with `before` in front of each.
QString valueColumns(const char* before)
{
    QStringList columns;
    for (const DiversityValue& value : diversityValues)
        columns << QLatin1String(before) + QLatin1String(value.key);
    return columns.join(QLatin1String(", "));
}

QVariant finite(double value)
{
    return std::isfinite(value) ? QVariant(value) : QVariant();
}

} // namespace

void DiversityStore::save(const RunDiversity& row)
{
    if (m_store.isReadOnly())
        return; // it is measured again when it is asked for
    const Database& database = m_store.database();
    Transaction transaction(database);
    QVariantList cells { variant(row.run),  row.k, row.shift, variant(row.minimumCount), variant(row.step),
                         variant(row.users) };
    QString places = QStringLiteral("?, ?, ?, ?, ?, ?");
    for (const DiversityValue& value : diversityValues) {
        cells << finite(row.*value.member);
        places += QLatin1String(", ?");
    }
    Query(
        database,
        QStringLiteral("INSERT OR REPLACE INTO run_diversity(run, k, shift, minimum_count, step, users, %1) "
                       "VALUES (%2)")
            .arg(valueColumns(""), places))
        .run(cells);
    countChange(database);
    transaction.commit();
}

std::vector<RunDiversity> DiversityStore::rows(int k, double shift, std::int64_t minimumCount) const
{
    return select(QStringLiteral("d.k=? AND d.shift=? AND d.minimum_count=? ORDER BY d.run"),
                  { k, shift, variant(minimumCount) });
}

std::vector<RunDiversity> DiversityStore::rowsOf(const std::string& run) const
{
    return select(QStringLiteral("d.run=? ORDER BY d.k, d.shift, d.minimum_count"), { variant(run) });
}

std::vector<RunDiversity> DiversityStore::select(const QString& condition, const QVariantList& values) const
{
    Query query(m_store.database(),
                QStringLiteral("SELECT d.run, d.k, d.shift, d.minimum_count, d.step, d.users, %1 FROM "
                               "run_diversity d JOIN run r ON r.id = d.run AND r.step = d.step WHERE %2")
                    .arg(valueColumns("d."), condition));
    query.run(values);
    std::vector<RunDiversity> result;
    while (query.next()) {
        RunDiversity& row = result.emplace_back();
        row.run = query.text(0);
        row.k = static_cast<int>(query.integer(1));
        row.shift = query.real(2);
        row.minimumCount = query.integer(3);
        row.step = query.integer(4);
        row.users = query.integer(5);
        int column = 6;
        for (const DiversityValue& value : diversityValues) {
            row.*value.member = query.isNull(column) ? notANumber : query.real(column);
            ++column;
        }
    }
    return result;
}

} // namespace opal
