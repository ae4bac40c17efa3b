// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QComboBox>
#include <QDesktopServices>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>

#include "core/store/presetstore.h"
#include "tests/app/studiowalk.h"
#include "tests/support/testprogram.h"
#include "views/figures/figureregistry.h"
#include "views/figures/sppmifigure.h"
#include "views/panels/diversity/diversitypanel.h"
#include "views/panels/diversity/oneagainstseveraldialog.h"
#include "views/plot/provenance.h"
#include "views/shell/theme.h"

using namespace opal;
using namespace opal::test;

namespace {

/// Stands in for the file manager.
class Opener final : public QObject
{
    Q_OBJECT

public:
    QUrl opened;

public Q_SLOTS:

    void open(const QUrl& url) { opened = url; }
};

} // namespace

/// One interest against several in the real window, with clicks: from the panel, from the list of data sets
/// and from the menu; cancelled, gone on with, named users and files.
class TestContrastWalk final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        makeTrainedWorkspace(m_folder.path()); // a run with four interests
        PresetStore(WorkspacePaths { m_folder.path() }.database())
            .save({ "opal", "endless", { { "batch_size", "64" }, { "dim", "8" }, { "patience", "1000" } } });
        m_studio = std::make_unique<Studio>(m_folder.path());
        m_studio->window.resize(1440, 900);
        QTRY_VERIFY_WITH_TIMEOUT(!m_studio->application.workspace().runId().isEmpty()
                                     && !m_studio->application.workspace().datasetPath().isEmpty(),
                                 patienceMs);
        settle(*m_studio);
    }

    void theMissingRunIsTrainedAndTheFigureShown()
    {
        m_studio->click(QStringLiteral("rail_diversity"));
        settle(*m_studio);
        m_studio->click(QStringLiteral("oneAgainstSeveral"));
        OneAgainstSeveralDialog& form = dialog();
        // The run that is looked at gives the parameters, and is one of the two.
        QCOMPARE(in<QSpinBox>(form, "contrastInterests").value(), 4);
        const QString outlook = in<QLabel>(form, "contrastOutlook").text();
        QVERIFY2(outlook.contains(QStringLiteral("walked")), qPrintable(outlook));
        QVERIFY2(outlook.contains(QStringLiteral("a run is trained")), qPrintable(outlook));
        QCOMPARE(in<QPushButton>(form, "contrastMake").text(), QStringLiteral("Train and make the figure"));
        const QString file = in<QLineEdit>(form, "contrastFile").text();
        QCOMPARE(QFileInfo(file).suffix(), QStringLiteral("pdf"));
        QVERIFY(!QFileInfo::exists(file));
        keepPicture(form, "form");
        press(form, "contrastMake");
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(file), patienceMs);
        settle(*m_studio);

        DiversityPanel& panel = *m_studio->window.findChild<DiversityPanel*>();
        QTRY_COMPARE_WITH_TIMEOUT(panel.shown().sides.size(), std::size_t { 2 }, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(panel.shown().choice.has_value(), patienceMs);
        const SppmiPair pair = panel.shown();
        m_user = QString::fromStdString(pair.choice->userId);
        QCOMPARE(pair.sides[0]->interests, 1);
        QCOMPARE(pair.sides[1]->interests, 4);
        QCOMPARE(pair.choice->pick, UserPick::Typical);
        QCOMPARE(pair.choice->ratio > 0, true);
        const Workspace& workspace = m_studio->application.workspace();
        QCOMPARE(workspace.runId().toStdString(), pair.sides[1]->run);
        QCOMPARE(workspace.userId().toStdString(), pair.choice->userId);
        const RunRecord trained = m_studio->application.store().run(pair.sides[0]->run);
        QCOMPARE(trained.state, RunState::Finished);
        QCOMPARE(trained.params.at("interests"), std::string("1"));
        // The panel, its export and the file are one figure.
        const auto provenance = readProvenance(file);
        QVERIFY(provenance);
        const FigureRequest shown = panel.figures().front();
        QCOMPARE(shown.key, oneAgainstSeveralKey);
        QCOMPARE(provenance->figure, shown.key);
        QCOMPARE(provenance->subject.runs, shown.subject.runs);
        QCOMPARE(provenance->subject.user, shown.subject.user);
        QCOMPARE(provenance->subject.options, shown.subject.options);

        auto& text = *m_studio->child<QLabel>("contrastText");
        QVERIFY(text.isVisible());
        QVERIFY2(text.text().contains(QStringLiteral("is the typical one"))
                     && text.text().contains(QString::fromStdString(pair.choice->userId))
                     && text.text().contains(file),
                 qPrintable(text.text()));
        Opener opener;
        keepPicture(m_studio->window, "panel");
        QDesktopServices::setUrlHandler(QStringLiteral("file"), &opener, "open");
        m_studio->click(QStringLiteral("contrastShowFolder"));
        QTRY_COMPARE(opener.opened.toLocalFile(), QFileInfo(file).absolutePath());
        QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
        m_studio->click(QStringLiteral("contrastDismiss"));
        QVERIFY(!text.isVisible());

        // Another user is nobody's choice.
        m_studio->application.workspace().setUser(pair.choice->userId == "3" ? QStringLiteral("4")
                                                                             : QStringLiteral("3"));
        settle(*m_studio);
        QTRY_COMPARE_WITH_TIMEOUT(panel.shown().sides.size(), std::size_t { 2 }, patienceMs);
        QVERIFY(!panel.shown().choice);
        QCOMPARE(panel.figures().front().key, QStringLiteral("sppmi"));
    }

    void namedUsersAndOtherFormatsFromTheListOfDatasets()
    {
        m_studio->click(QStringLiteral("rail_data"));
        settle(*m_studio);
        auto& list = *m_studio->child<QListWidget>("datasets");
        QVERIFY(list.count() > 0);
        Q_EMIT list.customContextMenuRequested(list.visualItemRect(list.item(0)).center());
        auto* menu = m_studio->child<QMenu>("datasetMenu");
        QTRY_VERIFY(menu && menu->isVisible());
        auto* entry = menu->findChild<QAction*>(QStringLiteral("oneAgainstSeveral"));
        QVERIFY(entry);
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(entry).center());
        QTRY_VERIFY(!m_studio->child<QMenu>("datasetMenu"));
        OneAgainstSeveralDialog& form = dialog();
        QCOMPARE(m_studio->front(), QStringLiteral("diversity"));
        const QString outlook = in<QLabel>(form, "contrastOutlook").text();
        QVERIFY2(!outlook.contains(QStringLiteral("trained")), qPrintable(outlook)); // both are there
        auto& user = in<QLineEdit>(form, "contrastUser");
        QVERIFY(!user.isVisible());
        auto& pick = in<QComboBox>(form, "contrastPick");
        pick.setFocus();
        QTest::keyClick(&pick, Qt::Key_End);
        QVERIFY(user.isVisible());
        user.setFocus();
        user.selectAll();
        QTest::keyClick(&user, Qt::Key_Delete);
        QVERIFY(!in<QPushButton>(form, "contrastMake").isEnabled());
        QTest::keyClicks(&user, m_user);
        const QString file = m_folder.filePath(QStringLiteral("named.svg"));
        m_studio->application.dialogs().nextFiles({ file });
        press(form, "contrastChooseFile");
        QTRY_COMPARE(in<QLineEdit>(form, "contrastFile").text(), file);
        QTRY_VERIFY_WITH_TIMEOUT(in<QPushButton>(form, "contrastMake").isEnabled(), patienceMs);
        press(form, "contrastMake");
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(file), patienceMs);
        settle(*m_studio);
        const auto provenance = readProvenance(file);
        QCOMPARE(provenance->subject.user, m_user.toStdString());
        QCOMPARE(provenance->subject.option("pick"), std::string("named"));
        QVERIFY(m_studio->child<QLabel>("contrastText")->text().contains(QStringLiteral("was named")));
        QCOMPARE(m_studio->application.store().runs().size(), std::size_t { 2 });
    }

    /// Its progress is shown; cancelled, there is no file and the run can be gone on with.
    void cancelLeavesAnOrdinaryRun()
    {
        m_studio->trigger("file.oneAgainstSeveral");
        OneAgainstSeveralDialog& form = dialog();
        auto& preset = in<QComboBox>(form, "presetCombo");
        QTRY_VERIFY_WITH_TIMEOUT(preset.findData(QStringLiteral("user:endless")) >= 0, patienceMs);
        preset.setFocus();
        QTest::keyClick(&preset, Qt::Key_Home);
        for (int row = 0; row < preset.count() && preset.currentData() != QStringLiteral("user:endless");
             ++row)
            QTest::keyClick(&preset, Qt::Key_Down);
        QCOMPARE(preset.currentData().toString(), QStringLiteral("user:endless"));
        QTRY_VERIFY_WITH_TIMEOUT(
            in<QLabel>(form, "contrastOutlook").text().count(QStringLiteral("a run is trained")) == 2,
            patienceMs);
        auto& line = in<QLineEdit>(form, "contrastFile");
        const QString file = m_folder.filePath(QStringLiteral("never.png"));
        line.setFocus();
        line.selectAll();
        QTest::keyClicks(&line, file);
        QTRY_VERIFY_WITH_TIMEOUT(in<QPushButton>(form, "contrastMake").isEnabled(), patienceMs);
        press(form, "contrastMake");
        auto& text = *m_studio->child<QLabel>("contrastText");
        QTRY_VERIFY_WITH_TIMEOUT(text.text().contains(QStringLiteral("interests=1")), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(text.text().contains(QStringLiteral("left")), patienceMs);
        QVERIFY(!m_studio->child<QPushButton>("oneAgainstSeveral")->isEnabled());
        m_studio->click(QStringLiteral("contrastCancel"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_studio->application.jobs().isBusy(), patienceMs);
        settle(*m_studio);
        QVERIFY(!text.isVisible());
        QVERIFY(!QFileInfo::exists(file));
        QVERIFY(m_studio->child<QPushButton>("oneAgainstSeveral")->isEnabled());
        const std::vector<RunRecord> runs = m_studio->application.store().runs();
        QCOMPARE(runs.size(), std::size_t { 3 });
        QCOMPARE(runs.front().state, RunState::Interrupted);
        QVERIFY(isResumable(runs.front()));
    }

    void whatCannotBeMadeIsSaid()
    {
        m_studio->click(QStringLiteral("oneAgainstSeveral"));
        OneAgainstSeveralDialog& form = dialog();
        auto& line = in<QLineEdit>(form, "contrastFile");
        line.setFocus();
        line.selectAll();
        QTest::keyClicks(&line, QStringLiteral("figure.doc"));
        QTRY_VERIFY_WITH_TIMEOUT(in<QPushButton>(form, "contrastMake").isEnabled(), patienceMs);
        press(form, "contrastMake");
        QVERIFY(form.isVisible()); // it says why
        auto& seed = in<QLineEdit>(form, "contrastSeed");
        seed.setFocus();
        seed.selectAll();
        QTest::keyClicks(&seed, QStringLiteral("many"));
        settle(*m_studio);
        QVERIFY(!in<QPushButton>(form, "contrastMake").isEnabled());
        press(form, "contrastClose");
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!m_studio->window.findChild<OneAgainstSeveralDialog*>());
    }

private:
    template <typename Widget> static Widget& in(QWidget& root, const char* name)
    {
        auto* widget = root.findChild<Widget*>(QLatin1String(name));
        if (!widget)
            qFatal("no %s", name);
        return *widget;
    }

    static void press(QWidget& root, const char* name)
    {
        QTest::mouseClick(&in<QPushButton>(root, name), Qt::LeftButton);
    }

    /// The form, when it knows what there is.
    OneAgainstSeveralDialog& dialog()
    {
        OneAgainstSeveralDialog* form = nullptr;
        if (!QTest::qWaitFor(
                [&] {
                    form = m_studio->window.findChild<OneAgainstSeveralDialog*>();
                    return form && form->isVisible();
                },
                patienceMs))
            qFatal("the form does not open");
        settle(*m_studio);
        return *form;
    }

    /// For people who want to look: a picture in each theme in the folder OPAL_WALK_PICTURES.
    void keepPicture(QWidget& widget, const char* name)
    {
        const QString folder = qEnvironmentVariable("OPAL_WALK_PICTURES");
        if (folder.isEmpty())
            return;
        for (const auto& [mode, word] :
             { std::pair { Theme::Mode::Dark, "dark" }, std::pair { Theme::Mode::Light, "light" } }) {
            m_studio->application.theme().setMode(mode);
            settle(*m_studio);
            QVERIFY(widget.grab().save(
                QStringLiteral("%1/%2-%3.png").arg(folder, QLatin1String(name), QLatin1String(word))));
        }
    }

    QTemporaryDir m_folder;
    QString m_user; ///< the typical one
    std::unique_ptr<Studio> m_studio;
};

OPAL_TEST(TestContrastWalk)
#include "tst_contrastwalk.moc"
