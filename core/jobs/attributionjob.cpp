// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>

#include "core/analysis/attributionrun.h"
#include "core/jobs/interesttopics.h"
#include "core/jobs/jobs.h"
#include "core/jobs/loadedruns.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

using Answer = std::shared_ptr<const RunAttribution>;

/// Answers by weights and length: a pass over all users is made once a run.
struct AttributionCache
{
    static constexpr std::size_t most = 8;

    std::mutex mutex; ///< protects `answers`
    std::map<std::string, Answer> answers;
};

AttributionCache& attributionCache()
{
    static AttributionCache instance;
    return instance;
}

class AttributionJob final : public Job
{
public:
    AttributionJob(RunStore& store, WorkspacePaths paths, std::string run, int k)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_run(std::move(run))
        , m_k(k)
    {
    }

    QString kind() const override { return QStringLiteral("attribution"); }

    QString subject() const override { return QString::fromStdString(m_run); }

    std::any run(JobContext& context) override
    {
        const RunRecord record = m_store.run(m_run);
        std::string key = weightsKey(m_paths, record) + "|" + std::to_string(m_k);
        for (const auto& [category, name] : m_store.categoryNames(record.id))
            key += "|" + std::to_string(category) + name;
        {
            const std::lock_guard lock(attributionCache().mutex);
            if (const auto known = attributionCache().answers.find(key);
                known != attributionCache().answers.end())
                return known->second;
        }
        const auto explorer = loadRun(m_store, m_paths, record);
        const auto started = std::chrono::steady_clock::now();
        const auto progress = [&](std::int64_t done, std::int64_t total) {
            const double seconds
                = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
            JobProgress report;
            report.phase = QStringLiteral("evaluate");
            report.done = done;
            report.total = total;
            report.fraction = static_cast<double>(done) / static_cast<double>(total);
            report.perSecond = seconds > 0 ? static_cast<double>(done) / seconds : 0;
            report.secondsLeft
                = report.perSecond > 0 ? static_cast<double>(total - done) / report.perSecond : -1;
            context.progress(report);
        };
        RunAttribution made = attributeRun(*explorer, m_k, progress, context.stopToken());
        made.run = record.id;
        made.categoryNames
            = namesOf(m_store, record.id, explorer->model(), explorer->data(), weightsKey(m_paths, record));
        const Answer answer = std::make_shared<const RunAttribution>(std::move(made));
        const std::lock_guard lock(attributionCache().mutex);
        if (attributionCache().answers.size() >= AttributionCache::most)
            attributionCache().answers.clear();
        attributionCache().answers[key] = answer;
        return answer;
    }

private:
    RunStore& m_store;
    WorkspacePaths m_paths;
    std::string m_run;
    int m_k;
};

class ItemSearchJob final : public Job
{
public:
    ItemSearchJob(RunStore& store, WorkspacePaths paths, std::string run, std::string text, int limit)
        : m_store(store)
        , m_paths(std::move(paths))
        , m_run(std::move(run))
        , m_text(std::move(text))
        , m_limit(static_cast<std::size_t>(limit))
    {
    }

    QString kind() const override { return QStringLiteral("items"); }

    QString subject() const override { return QString::fromStdString(m_text); }

    std::any run(JobContext& /*context*/) override
    {
        std::vector<UserExploration::ItemText> found;
        withLoadedRun(m_store, m_paths, m_run, [&](const Explorer& explorer, const RunRecord&) {
            found = explorer.findItems(m_text, m_limit);
        });
        return found;
    }

private:
    RunStore& m_store;
    WorkspacePaths m_paths;
    std::string m_run;
    std::string m_text;
    std::size_t m_limit;
};

} // namespace

std::unique_ptr<Job> makeAttributionJob(RunStore& store, const WorkspacePaths& paths, std::string run, int k)
{
    return std::make_unique<AttributionJob>(store, paths, std::move(run), k);
}

std::unique_ptr<Job> makeItemSearchJob(RunStore& store, const WorkspacePaths& paths, std::string run,
                                       std::string text, int limit)
{
    return std::make_unique<ItemSearchJob>(store, paths, std::move(run), std::move(text), limit);
}

} // namespace opal
