// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/diversitystore.h"

#include <array>
#include <cmath>

#include "core/base/notanumber.h"
#include "core/store/database.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

/// Measured values in the order of the columns.
constexpr std::array values { &RunDiversity::recall,       &RunDiversity::hitRate,
                              &RunDiversity::tagDiversity, &RunDiversity::sppmiDiversity,
                              &RunDiversity::coverage,     &RunDiversity::gini,
                              &RunDiversity::popularity,   &RunDiversity::within,
                              &RunDiversity::between,      &RunDiversity::zeroShare };

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
    Query(database,
          QStringLiteral(
              "INSERT OR REPLACE INTO run_diversity(run, k, shift, minimum_count, step, users, recall, "
              "hit_rate, tag_diversity, sppmi_diversity, coverage, gini, popularity, within_mean, "
              "between_mean, zero_share) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"))
        .run({ variant(row.run), row.k, row.shift, variant(row.minimumCount), variant(row.step),
               variant(row.users), finite(row.recall), finite(row.hitRate), finite(row.tagDiversity),
               finite(row.sppmiDiversity), finite(row.coverage), finite(row.gini), finite(row.popularity),
               finite(row.within), finite(row.between), finite(row.zeroShare) });
    countChange(database);
    transaction.commit();
}

std::vector<RunDiversity> DiversityStore::rows(int k, double shift, std::int64_t minimumCount) const
{
    Query query(m_store.database(),
                QStringLiteral("SELECT d.run, d.step, d.users, d.recall, d.hit_rate, d.tag_diversity, "
                               "d.sppmi_diversity, d.coverage, d.gini, d.popularity, d.within_mean, "
                               "d.between_mean, d.zero_share FROM run_diversity d JOIN run r ON r.id = d.run "
                               "AND r.step = d.step WHERE d.k=? AND d.shift=? AND d.minimum_count=? "
                               "ORDER BY d.run"));
    query.run({ k, shift, variant(minimumCount) });
    std::vector<RunDiversity> result;
    constexpr int firstValue = 3;
    while (query.next()) {
        RunDiversity& row = result.emplace_back();
        row.run = query.text(0);
        row.k = k;
        row.shift = shift;
        row.minimumCount = minimumCount;
        row.step = query.integer(1);
        row.users = query.integer(2);
        for (std::size_t at = 0; at < values.size(); ++at) {
            const int column = firstValue + static_cast<int>(at);
            row.*values[at] = query.isNull(column) ? notANumber : query.real(column);
        }
    }
    return result;
}

} // namespace opal
