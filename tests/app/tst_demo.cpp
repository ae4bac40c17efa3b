// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QSvgRenderer>

#include "app/demodata.h"
#include "app/studioresources.h"
#include "app/tour.h"
#include "core/data/synthcovers.h"
#include "tests/app/studiofixture.h"
#include "tests/support/testprogram.h"
#include "views/shell/workspace.h"

using namespace opal;
using namespace opal::test;

/// What a newcomer sees: covers, categories that are the worlds of the log, several interests ahead of one.
class TestDemo final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTopicAndStyleHasAPicture();
    void theStyleIsSeen();
    void aTopicWithoutGlyphIsRefused();
    void theEffectShows();
};

namespace {

DatasetResult makeData(RunStore& store, const WorkspacePaths& paths, const SynthParams& params)
{
    JobRunner runner;
    return resultOf(runner, makeDemoDataJob(store, paths, params), patienceMs);
}

} // namespace

void TestDemo::everyTopicAndStyleHasAPicture()
{
    const QTemporaryDir folder;
    const WorkspacePaths paths { folder.path() };
    paths.create();
    RunStore store(paths.database());
    SynthParams params;
    params.users = 40;
    params.items = 2000;
    params.interactions = 20000;
    const DatasetResult made = makeData(store, paths, params);
    QCOMPARE(made.summary.covers, params.items);
    // Attached pictures leave the data set what it is.
    QCOMPARE(made.summary.hash, synthesiseDataset(params, {}, {})->summary().hash);

    const QDir covers(paths.datasets() + QStringLiteral("/demo-covers"));
    const QStringList files = covers.entryList({ QStringLiteral("*.png") }, QDir::Files);
    std::set<std::string> named;
    for (const SynthCover& cover : synthCovers(params))
        named.insert(cover.file);
    QCOMPARE(files.size(), qsizetype(named.size()));
    QCOMPARE(files.size(), qsizetype(12 * 4));
    std::set<QByteArray> contents;
    for (const QString& file : files) {
        QVERIFY(named.contains(file.toStdString()));
        const QImage image(covers.filePath(file));
        QCOMPARE(image.size(), QSize(180, 320));
        contents.insert(QCryptographicHash::hash(
            QByteArrayView(reinterpret_cast<const char*>(image.constBits()), image.sizeInBytes()),
            QCryptographicHash::Sha1));
        QVERIFY(QFileInfo(covers.filePath(file)).size() < 60'000);
    }
    QCOMPARE(contents.size(), named.size());
}

void TestDemo::theStyleIsSeen()
{
    const std::vector<SynthTopic> topics = synthTopics({});
    QSvgRenderer glyph(studioResource(QStringLiteral("covers/football.svg")));
    QVERIFY(glyph.isValid());
    for (int style = 1; style < 8; ++style)
        QVERIFY2(drawCover(topics[0], 0, glyph) != drawCover(topics[0], style, glyph),
                 qPrintable(QString::number(style)));
    QVERIFY(drawCover(topics[0], 0, glyph) != drawCover(topics[1], 0, glyph));
}

void TestDemo::aTopicWithoutGlyphIsRefused()
{
    const QTemporaryDir folder;
    const WorkspacePaths paths { folder.path() };
    paths.create();
    RunStore store(paths.database());
    SynthParams params;
    params.users = 40;
    params.items = 400;
    params.interactions = 2000;
    params.topics = 48;
    QVERIFY(makeData(store, paths, params).path.isEmpty());
}

void TestDemo::theEffectShows()
{
    const QTemporaryDir folder;
    Studio studio(folder.path());
    const Workspace& workspace = studio.application.workspace();
    studio.click(QStringLiteral("demoButton"));
    QTRY_COMPARE_WITH_TIMEOUT(studio.front(), QStringLiteral("categories"), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!studio.application.jobs().isBusy(), patienceMs);
    QVERIFY(!workspace.userId().isEmpty());
    auto* tour = studio.window.findChild<Tour*>();
    QVERIFY(tour && tour->isVisible());

    QCOMPARE(workspace.selectedRuns().size(), 2);
    QCOMPARE(workspace.selectedRuns().front(), workspace.runId());
    const RunRecord several = studio.application.store().run(workspace.runId().toStdString());
    const RunRecord one = studio.application.store().run(workspace.selectedRuns().back().toStdString());
    QCOMPARE(several.params.at("interests"), std::string("4"));
    QCOMPARE(one.params.at("interests"), std::string("1"));
    QVERIFY(several.test && one.test && several.agreement && several.sppmi);
    const double recall = several.test->of("recall").at(50);
    QVERIFY2(recall > one.test->of("recall").at(50),
             qPrintable(QStringLiteral("%1 against %2").arg(recall).arg(one.test->of("recall").at(50))));
    QCOMPARE(several.agreement->with, std::string("tags"));
    QVERIFY2(several.agreement->ami.value >= 0.6, qPrintable(QString::number(several.agreement->ami.value)));
    QVERIFY2(several.sppmi->ratio() >= 3, qPrintable(QString::number(several.sppmi->ratio())));
}

OPAL_TEST(TestDemo)
#include "tst_demo.moc"
