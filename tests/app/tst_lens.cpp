// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTableView>

#include "app/inspector.h"
#include "core/data/datasetfile.h"
#include "core/data/sideattach.h"
#include "core/data/synth.h"
#include "tests/app/roomcheck.h"
#include "tests/app/studiofixture.h"
#include "tests/support/coverfiles.h"
#include "tests/support/testprogram.h"
#include "views/itemmodels/historytablemodel.h"
#include "views/itemmodels/itemcell.h"
#include "views/itemmodels/recalltablemodel.h"
#include "views/panels/interests/interestdelegate.h"

using namespace opal;
using namespace opal::test;

namespace {

constexpr int itemCount = 300;

} // namespace

/// The lens in the real window, at the size of a small laptop's screen.
class TestLens final : public QObject
{
    Q_OBJECT

private:
    /// Titles that the view would cut, on the rows of the table.
    static QStringList cutTitles(const QTableView& table, int column)
    {
        const auto* delegate = qobject_cast<InterestDelegate*>(table.itemDelegate());
        return opal::test::cutTitles(table, column, delegate->itemLook());
    }

private Q_SLOTS:

    void titlesOf24LettersAreWhole_data()
    {
        QTest::addColumn<bool>("covers");
        QTest::addColumn<QString>("title");
        const QString latin = QStringLiteral("Street food at night %1");
        const QString chinese = QStringLiteral("夜晚的街头小吃与海边日落慢慢走一路看风景第%1");
        QTest::newRow("latin") << false << latin;
        QTest::newRow("latin with covers") << true << latin;
        QTest::newRow("chinese") << false << chinese;
        QTest::newRow("chinese with covers") << true << chinese;
    }

    void titlesOf24LettersAreWhole()
    {
        QFETCH(bool, covers);
        QFETCH(QString, title);
        const QTemporaryDir folder;
        const WorkspacePaths paths { folder.path() };
        paths.create();
        SynthParams params;
        params.users = 60;
        params.items = itemCount;
        params.interactions = 1800;
        params.days = 6;
        params.topics = 4;
        QStringList titles;
        for (int i = 0; i < itemCount; ++i)
            titles << title.arg(100 + i);
        QCOMPARE(titles.front().size(), 24);
        const QString table = writeSideTable(folder.path(), titles, covers);
        const QString dataset = paths.datasets() + QStringLiteral("/titled.opaldata");
        saveDataset(*attachSide(synthesiseDataset(params, {}, {}), table.toStdString(),
                                covers ? folder.filePath(QStringLiteral("covers")).toStdString() : "", {}),
                    dataset.toStdString());

        Studio studio(folder.path());
        const PanelContext context = studio.application.context();
        studio.window.resize(1440, 900);
        TrainJobRequest request;
        request.datasetFile = dataset;
        request.params = { { "interests", "4" },
                           { "dim", "8" },
                           { "batch_size", "16" },
                           { "steps_per_epoch", "2" },
                           { "max_epochs", "1" } };
        const TrainJobResult trained
            = resultOf(context.jobs, makeTrainJob(context.store, context.paths, request), patienceMs);
        const std::vector<std::string> users
            = resultOf(context.jobs, makeUserListJob(context.store, trained.run.id, {}, 1), patienceMs);
        Workspace& workspace = studio.application.workspace();
        workspace.showPanel(QStringLiteral("interests"));
        workspace.setRun(QString::fromStdString(trained.run.id));
        workspace.setUser(QString::fromStdString(users.front()));
        auto* history = studio.child<QTableView>("history");
        auto* recall = studio.child<QTableView>("recall");
        QTRY_VERIFY_WITH_TIMEOUT(recall->model()->rowCount() > 0 && recall->isVisible(), patienceMs);
        studio.trigger("view.tool.inspector");
        QVERIFY(studio.child<Inspector>("inspector")->isVisible());
        QCOMPARE(studio.window.size(), QSize(1440, 900));

        QTRY_COMPARE(cutTitles(*history, HistoryTableModel::Title), QStringList());
        QTRY_COMPARE(cutTitles(*recall, RecallTableModel::Title), QStringList());
        // The list of one interest has the same room.
        workspace.setInterest(0);
        QCOMPARE(cutTitles(*recall, RecallTableModel::Title), QStringList());
        // Rows are as high as what is drawn in them, and the first ones are on the screen.
        for (const QTableView* list : { history, recall }) {
            const auto& look = qobject_cast<InterestDelegate*>(list->itemDelegate())->itemLook();
            QCOMPARE(look.covers, covers);
            QCOMPARE(list->rowHeight(0), look.rowHeight());
        }
        QVERIFY(recall->viewport()->rect().contains(
            recall->visualRect(recall->model()->index(6, RecallTableModel::Title))));
    }
};

OPAL_TEST(TestLens)
#include "tst_lens.moc"
