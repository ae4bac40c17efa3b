// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/casestore.h"

#include <array>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/store/database.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 3> ruleNames { "maximum", "quota", "round_robin" }; ///< by MergeRule

QVariant encoded(const ExploreQuery& query)
{
    Json json { { "k", query.k },
                { "weights", query.weights },
                { "merge_rule", ruleNames.at(static_cast<std::size_t>(query.mergeRule)) } };
    if (query.epsilon)
        json["epsilon"] = *query.epsilon;
    if (query.history) {
        Json items = Json::array();
        for (const HistoryItem& item : *query.history)
            items.push_back({ { "item", item.itemId }, { "time", item.timeMs }, { "day", item.day } });
        json["history"] = std::move(items);
    }
    return variant(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

ExploreQuery decoded(const std::string& user, const std::string& text)
{
    try {
        const Json json = Json::parse(text);
        ExploreQuery query;
        query.userId = user;
        query.k = json.at("k").get<int>();
        query.weights = json.at("weights").get<std::vector<double>>();
        const auto rule = json.at("merge_rule").get<std::string>();
        for (std::size_t i = 0; i < ruleNames.size(); ++i)
            if (rule == ruleNames[i])
                query.mergeRule = static_cast<MergeRule>(i);
        if (json.contains("epsilon"))
            query.epsilon = json.at("epsilon").get<double>();
        if (json.contains("history")) {
            query.history.emplace();
            for (const Json& item : json.at("history"))
                query.history->push_back({ item.at("item").get<std::string>(),
                                           item.at("time").get<std::int64_t>(),
                                           item.at("day").get<std::string>() });
        }
        return query;
    } catch (const Json::exception& failure) {
        throw Error(ErrorCode::Database,
                    std::string("a saved case cannot be read: ") + failure.what()
                        + "; save it again from the interest lens.");
    }
}

} // namespace

std::int64_t CaseStore::save(const InterestCase& record)
{
    const Database& database = m_store.database();
    const std::int64_t created = record.createdMs > 0 ? record.createdMs : unixTimeMs();
    Transaction transaction(database);
    Query query(database,
                QStringLiteral("INSERT OR REPLACE INTO interest_case(run, user, name, query, created_ms) "
                               "VALUES (?, ?, ?, ?, ?)"));
    query.run({ variant(record.run), variant(record.query.userId), variant(record.name),
                encoded(record.query), variant(created) });
    const std::int64_t id = query.lastId();
    countChange(database);
    transaction.commit();
    return id;
}

std::vector<InterestCase> CaseStore::cases(const std::string& run) const
{
    Query query(m_store.database(),
                QStringLiteral("SELECT id, user, name, query, created_ms FROM interest_case WHERE run=? "
                               "ORDER BY name, id"));
    query.run({ variant(run) });
    std::vector<InterestCase> result;
    while (query.next())
        result.push_back({ query.integer(0), query.text(2), run, decoded(query.text(1), query.text(3)),
                           query.integer(4) });
    return result;
}

void CaseStore::remove(std::int64_t id)
{
    const Database& database = m_store.database();
    Transaction transaction(database);
    Query(database, QStringLiteral("DELETE FROM interest_case WHERE id=?")).run({ variant(id) });
    countChange(database);
    transaction.commit();
}

} // namespace opal
