// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <cmath>

#include <QDir>
#include <QTemporaryDir>

#include "app/cli/command.h"
#include "app/cli/jsonforms.h"
#include "app/cli/output.h"
#include "core/analysis/claims.h"
#include "core/base/error.h"
#include "core/jobs/jobs.h"
#include "core/jobs/savefile.h"
#include "core/jobs/storedtable.h"
#include "core/jobs/study.h"
#include "core/store/diversitystore.h"
#include "core/store/runstore.h"

namespace opal {

/// `opal claims`: what the paper claims, against the runs.
class ClaimsCommand final : public Command
{
public:
    void declare(CLI::App& app) override;
    void run(CommandContext& context) override;

private:
    std::vector<Claim> gather(RunStore& store) const;

    std::string m_study;
    std::string m_out;
    std::string m_metric = "recall@50";
    std::string m_tag;
};

namespace {

constexpr int diversityCutoff = 200;

MetricAt metricOf(const std::string& text)
{
    for (const char* key : { "recall", "hit_rate", "ndcg" })
        for (const int cutoff : { 50, 100, 200 })
            if (text == std::string(key) + "@" + std::to_string(cutoff))
                return { key, cutoff };
    throw Error(ErrorCode::InvalidArgument,
                "claims are compared by recall, hit_rate or ndcg at 50, 100 or 200, e.g. recall@50, not '" + text
                    + "'");
}

Json claimJson(const Claim& claim)
{
    Json json { { "id", claim.id },
                { "dataset", claim.dataset },
                { "text", claim.text },
                { "metric", claim.metric },
                { "claimed", claim.claimed },
                { "other", claim.other },
                { "effect", numberOrNull(claim.effect) },
                { "interval", nullptr },
                { "seeds", claim.seeds },
                { "verdict", claimVerdictName(claim.verdict) },
                { "reason", claim.reason } };
    if (std::isfinite(claim.low))
        json["interval"] = { claim.low, claim.high };
    return json;
}

} // namespace

void ClaimsCommand::declare(CLI::App& app)
{
    app.add_option("--out", m_out, "Folder for the page and its numbers")->type_name("DIR")->required();
    app.add_option("--study", m_study, "A study instead of the runs of the workspace")->type_name("FILE");
    app.add_option("--metric", m_metric, "What accuracy is compared by")->capture_default_str();
    app.add_option("--tag", m_tag, "Only runs with this tag")->type_name("TEXT");
    app.footer("Writes claims.html, verdicts.csv (one row a claim) and values.csv (one row a run of each "
               "claim,\nfrom which every verdict can be computed again).");
}

std::vector<Claim> ClaimsCommand::gather(RunStore& store) const
{
    std::vector<std::string> scorers;
    for (const ModelInfo& model : availableModels())
        if (model.scorer)
            scorers.push_back(model.name);
    std::map<std::string, RunDiversity> diversity;
    for (const RunDiversity& row : DiversityStore(store).rows(diversityCutoff, 1, 1))
        diversity.emplace(row.run, row);
    const StoredTableQuery query { "table2", {}, m_tag, false };
    const std::vector<RunRecord> runs = tableRuns(store, query);
    std::vector<Claim> claims = claimsOf(runs, tableModels(), scorers, metricOf(m_metric), diversity);
    if (claims.empty())
        throw Error(ErrorCode::NotFound,
                    "there is no tested run to hold the claims against; train some first, e.g. with opal "
                    "sweep --fair, or name a study");
    return claims;
}

void ClaimsCommand::run(CommandContext& context)
{
    std::vector<Claim> claims;
    if (m_study.empty()) {
        claims = gather(context.store());
    } else {
        const QTemporaryDir folder;
        if (!folder.isValid())
            throw Error(ErrorCode::CannotWrite,
                        "no temporary folder can be made: " + folder.errorString().toStdString());
        unpackStudy(QString::fromStdString(m_study), folder.path());
        RunStore store(WorkspacePaths { folder.path() }.database());
        claims = gather(store);
    }
    const QDir out(QString::fromStdString(m_out));
    if (!out.mkpath(QStringLiteral(".")))
        throw Error(ErrorCode::CannotWrite, "the folder '" + m_out + "' cannot be made");
    Json files = Json::array();
    const auto write = [&](const char* name, const std::string& text) {
        saveFile(out.filePath(QLatin1String(name)), QByteArray::fromStdString(text));
        files.push_back(out.filePath(QLatin1String(name)).toStdString());
    };
    write("values.csv", claimValuesCsv(claims));
    write("verdicts.csv", claimVerdictsCsv(claims));
    write("claims.html", claimPage(claims));
    Json list = Json::array();
    std::vector<std::vector<std::string>> rows;
    for (const Claim& claim : claims) {
        list.push_back(claimJson(claim));
        rows.push_back({ claim.dataset, claim.text,
                         std::isfinite(claim.effect) ? decimals(claim.effect, 4) : "-",
                         std::isfinite(claim.low)
                             ? decimals(claim.low, 4) + " to " + decimals(claim.high, 4)
                             : "-",
                         claimVerdictName(claim.verdict) });
    }
    context.output().result({ { "claims", list }, { "files", files } });
    context.output().table({ "data set", "claim", "effect", "95 % interval", "verdict" }, rows);
    context.output().text("wrote " + m_out + "/claims.html");
}

std::unique_ptr<Command> makeClaimsCommand()
{
    return std::make_unique<ClaimsCommand>();
}

} // namespace opal
