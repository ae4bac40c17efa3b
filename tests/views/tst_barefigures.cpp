// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <QImage>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include "tests/support/figuresamples.h"
#include "tests/support/testprogram.h"
#include "views/figures/figureregistry.h"
#include "views/plot/figureexporter.h"

using namespace opal;

namespace {

const double none = std::nan("");

struct Bare
{
    const char* name;
    FigureRequest figure;
};

template <typename Result> Bare bare(const char* name, const QString& key, Result result)
{
    return { name, figureRequest(key, std::make_shared<const Result>(std::move(result)), {}) };
}

UserExploration userWithoutAnything()
{
    UserExploration user;
    user.run = "run";
    user.userId = "7";
    user.interests.resize(1);
    user.recall.perInterest.resize(1);
    user.perInterestItems.resize(1);
    return user;
}

/// A model without assignments, an item without title, day or time.
UserExploration userOfABaseline()
{
    UserExploration user = userWithoutAnything();
    user.history.push_back({ 1, "a", {}, {}, {}, 0, {}, -1, {} });
    user.recall.perInterest = { { { 2, 0.5F, 0, false } } };
    user.recall.merged = user.recall.perInterest.front();
    user.perInterestItems = { { { "b", {}, {}, {} } } };
    user.mergedItems = user.perInterestItems.front();
    return user;
}

RunAttribution attributionWithoutHits(int interests)
{
    RunAttribution run;
    run.attribution.interests = interests;
    run.attribution.k = 200;
    run.attribution.recall = none;
    run.attribution.perInterest.resize(static_cast<std::size_t>(interests));
    run.attribution.marginalRecall.assign(static_cast<std::size_t>(interests), none);
    run.attribution.overlap.assign(static_cast<std::size_t>(interests * interests), none);
    run.attribution.meanOverlap = none;
    run.attribution.effectiveInterests = none;
    run.attribution.effectiveSources = none;
    return run;
}

/// A list of `size` items, whose pairs nobody has.
std::shared_ptr<const UserDiversity> diversityOf(std::size_t size)
{
    auto side = std::make_shared<UserDiversity>();
    side->run = "run";
    side->userId = "7";
    side->k = 200;
    side->interests = 1;
    side->matrix.values.assign(size * size, none);
    side->matrix.counts.assign(size * size, 0);
    for (std::size_t item = 0; item < size; ++item) {
        side->matrix.items.push_back(static_cast<std::int32_t>(item + 1));
        side->matrix.interest.push_back(0);
        side->itemIds.emplace_back("x");
        side->titles.emplace_back();
    }
    side->statistics.mean = side->statistics.zeroShare = none;
    side->within = side->between = { none, none, none, 0 };
    return side;
}

std::shared_ptr<const AverageDiversity> averageOfNobody()
{
    auto side = std::make_shared<AverageDiversity>();
    side->run = "run";
    side->interests = 1;
    side->mean = side->within = side->between = side->zeroShare = { none, none, none, 0 };
    side->blocks = { none };
    side->blockUsers = { 0 };
    return side;
}

Tradeoff tradeoffOf(double recall)
{
    Tradeoff tradeoff;
    Tradeoff::Point point;
    point.values.run = "run";
    point.values.recall = recall;
    point.values.sppmiDiversity = 0;
    point.name = "one";
    tradeoff.points.push_back(point);
    return tradeoff;
}

MapFigure mapOf(std::size_t count)
{
    auto items = std::make_shared<MapItems>();
    auto map = std::make_shared<ItemMap>();
    items->run = "run";
    items->ids.assign(count + 1, "x");
    items->popularity.assign(count + 1, 0);
    map->x.assign(count + 1, 0);
    map->y.assign(count + 1, 0);
    MapFigure figure;
    figure.items = items;
    figure.map = map;
    figure.colourBy = QStringLiteral("popularity");
    figure.colouring = std::make_shared<const ItemColouring>(colourByPopularity(*items));
    return figure;
}

CategoryCourse oneCategory(double mass)
{
    CategoryCourse course;
    CategorySnapshot snapshot;
    snapshot.stage = "soft";
    snapshot.epoch = 1;
    snapshot.step = 1;
    snapshot.categories = 1;
    snapshot.dim = 1;
    snapshot.mass = { mass };
    snapshot.sizes = { 0 };
    snapshot.confidence.assign(confidenceBins, 0);
    snapshot.vectors = { 0 };
    course.snapshots.push_back(snapshot);
    return course;
}

RunCurves oneEvaluation()
{
    RunCurves curves;
    curves.steps.push_back({ "train", 1, { { "loss", std::numeric_limits<double>::quiet_NaN() } }, 0 });
    EvaluationReport report;
    report.stage = "train";
    report.epoch = 1;
    report.step = 1;
    report.metrics.values["recall"] = { { 50, none } };
    report.best = true;
    curves.evaluations.push_back(report);
    return curves;
}

DatasetProfiles oneInteraction()
{
    auto profile = std::make_shared<DatasetProfile>();
    profile->summary.name = "one";
    profile->summary.dayLabels = { "1" };
    profile->summary.interactionsPerDay = { 1 };
    profile->trainPerDay = { 1 };
    profile->validPerDay = { 0 };
    profile->testPerDay = { 0 };
    profile->latePerDay = { 0 };
    profile->historyLengths = { { 1, 1 } };
    profile->popularity = { { 1, 1 } };
    DatasetProfiles profiles;
    profiles.sets = { profile };
    return profiles;
}

DatasetProfiles noInteraction()
{
    DatasetProfiles profiles;
    profiles.sets = { std::make_shared<DatasetProfile>() };
    return profiles;
}

/// Lines of as many models: a wrapped legend has cells without an entry at most of these numbers.
InterestCurves curvesOf(int models)
{
    InterestCurves curves;
    for (int model = 0; model < models; ++model) {
        InterestLine line { "data", "Model " + std::to_string(model + 1), { "recall", 50 }, {} };
        for (const std::int64_t number : { 1, 4 }) {
            InterestPoint point;
            point.interests = number;
            point.value = { 0.1 + 0.01 * model, 0, 1 };
            line.points.push_back(point);
        }
        curves.lines.push_back(line);
    }
    return curves;
}

std::vector<Bare> bareResults()
{
    const StageComparison baseline = compareStages(oneEvaluation(), {});
    std::vector<Bare> results {
        bare("no step", QStringLiteral("loss"), LossCurves {}),
        bare("one step that is no number", QStringLiteral("loss"), LossCurves { oneEvaluation() }),
        bare("no evaluation", QStringLiteral("ranking"), RankingCurves {}),
        bare("one evaluation of nobody", QStringLiteral("ranking"), RankingCurves { oneEvaluation(), {} }),
        bare("no stage", QStringLiteral("stages"), StageComparison {}),
        bare("a baseline", QStringLiteral("stages"), StageComparison { baseline }),
        bare("no evaluation", QStringLiteral("assignment"), CategoryCourse {}),
        bare("one category", QStringLiteral("assignment"), oneCategory(5)),
        bare("no mass", QStringLiteral("assignment"), oneCategory(0)),
        bare("no evaluation", QStringLiteral("category-similarity"), CategoryCourse {}),
        bare("one category", QStringLiteral("category-similarity"), oneCategory(5)),
        bare("no run", QStringLiteral("interests"), InterestCurves {}),
        bare("one model", QStringLiteral("interests"), curvesOf(1)),
        bare("five models", QStringLiteral("interests"), curvesOf(5)),
        bare("seven models", QStringLiteral("interests"), curvesOf(7)),
        bare("no history", QStringLiteral("timeline"), UserFigure { userWithoutAnything(), true }),
        bare("a baseline", QStringLiteral("timeline"), UserFigure { userOfABaseline(), true }),
        bare("no history", QStringLiteral("lens"), UserFigure { userWithoutAnything() }),
        bare("a baseline", QStringLiteral("lens"), UserFigure { userOfABaseline() }),
        bare("one interest", QStringLiteral("attribution"), attributionWithoutHits(1)),
        bare("four interests without hits", QStringLiteral("attribution"), attributionWithoutHits(4)),
        bare("no item", QStringLiteral("map"), mapOf(0)),
        bare("one item", QStringLiteral("map"), mapOf(1)),
        bare("all in one place", QStringLiteral("map"), mapOf(50)),
        bare("nobody", QStringLiteral("diversity-users"), UsersDiversity { { averageOfNobody() } }),
        bare("no item", QStringLiteral("sppmi"), SppmiPair { { diversityOf(0) } }),
        bare("no ratio", oneAgainstSeveralKey,
             SppmiPair { { diversityOf(1), diversityOf(2) },
                         UserChoice { UserPick::Named, "7", none, none, 0 } }),
        bare("nothing between", oneAgainstSeveralKey,
             SppmiPair {
                 { diversityOf(1), diversityOf(2) },
                 UserChoice { UserPick::Clearest, "7", std::numeric_limits<double>::infinity(), 1, 3 } }),
        bare("one item", QStringLiteral("sppmi"), SppmiPair { { diversityOf(1), diversityOf(2) } }),
        bare("no run", QStringLiteral("tradeoff"), Tradeoff {}),
        bare("one run", QStringLiteral("tradeoff"), tradeoffOf(0.2)),
        bare("a run that was not tested", QStringLiteral("tradeoff"), tradeoffOf(none)),
    };
    for (const char* key : { "dataset-days", "dataset-histories", "dataset-popularity", "dataset-hours" }) {
        results.push_back(bare("one interaction", QLatin1String(key), oneInteraction()));
        results.push_back(bare("no interaction", QLatin1String(key), noInteraction()));
    }
    return results;
}

/// Everything that is written in an SVG, its provenance left out.
QStringList wordsOf(const QByteArray& svg)
{
    QStringList words;
    QXmlStreamReader reader(svg);
    while (!reader.atEnd())
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QLatin1String("text"))
            words << reader.readElementText();
    return words;
}

bool hasNoNumber(const QString& text)
{
    static const QRegularExpression wrong(QStringLiteral("\\b(nan|inf)\\b"),
                                          QRegularExpression::CaseInsensitiveOption);
    return wrong.match(text).hasMatch();
}

} // namespace

/// Figures of next to nothing: words and axes, no empty box, no "nan" and no crash.
class TestBareFigures final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void everyFigureHasBareResults()
    {
        const auto results = bareResults();
        for (const FigureEntry& entry : figureRegistry())
            QVERIFY2(std::any_of(results.begin(), results.end(),
                                 [&](const Bare& each) { return each.figure.key == entry.key; }),
                     qPrintable(entry.key));
    }

    void nothingIsDrawnSensibly_data()
    {
        QTest::addColumn<int>("place");
        const auto results = bareResults();
        for (std::size_t place = 0; place < results.size(); ++place)
            QTest::addRow("%s: %s", qPrintable(results[place].figure.key), results[place].name)
                << static_cast<int>(place);
    }

    void nothingIsDrawnSensibly()
    {
        QFETCH(int, place);
        const FigureRequest figure = bareResults()[static_cast<std::size_t>(place)].figure;
        const FigureEntry& entry = *findFigure(figure.key);
        FigureOutput output;
        output.sizeMm = { entry.widthMm, figureHeightMm(entry, entry.widthMm) };
        const QStringList words = wordsOf(renderFigure(figure.draw, FigureFormat::Svg, output, {}));
        QVERIFY(!words.isEmpty());
        for (const QString& written : words)
            QVERIFY2(!hasNoNumber(written), qPrintable(written));
        QVERIFY(!renderFigure(figure.draw, FigureFormat::Pdf, output, {}).isEmpty());
        const QImage image = figureImage(figure.draw, output, 1);
        int inked = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                inked += image.pixelColor(x, y) != QColor(Qt::white) ? 1 : 0;
        QVERIFY2(inked > 60, qPrintable(QString::number(inked)));
        const QString summary = figure.summary();
        QVERIFY(!summary.isEmpty());
        QVERIFY2(!hasNoNumber(summary), qPrintable(summary));
        QVERIFY2(!hasNoNumber(figure.table().toTsv()), "table");
    }
};

OPAL_TEST(TestBareFigures)
#include "tst_barefigures.moc"
