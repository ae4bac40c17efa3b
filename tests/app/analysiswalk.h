// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QGuiApplication>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>

#include "tests/app/analysisdata.h"
#include "tests/app/controluse.h"
#include "tests/app/studiowalk.h"
#include "views/plot/datatable.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"

namespace opal::test {

constexpr int waitMs = 120'000; ///< a walk ends within the five minutes of a test function

/// A walk through panels of the real window that uses every control once: on KuaiRand-Pure with its side
/// table where OPAL_TEST_DATA names the folder, else on a synthetic data set. Two runs are trained, with one
/// interest and with four.
///
/// For people who want to look: with OPAL_WALK_PICTURES the window at the end of every function of the walk
/// is kept in that folder, in the theme of OPAL_WALK_THEME ("dark") and at the scale of QT_SCALE_FACTOR.
class AnalysisWalk : public QObject
{
protected:
    void begin()
    {
        const WorkspacePaths paths { m_folder.path() };
        paths.create();
        Settings(m_folder.path()).set(settings::tourSeen, QStringLiteral("yes"));
        if (const QString theme = qEnvironmentVariable("OPAL_WALK_THEME"); !theme.isEmpty())
            Settings(m_folder.path()).set(settings::theme, theme);
        {
            RunStore store(paths.database());
            SilentContext context;
            const QString dataset = makeAnalysisData(store, paths);
            for (const char* interests : { "1", "4" }) {
                TrainJobRequest request;
                request.datasetFile = dataset;
                request.name = QStringLiteral("walk-k") + QLatin1String(interests);
                request.params = { { "interests", interests },
                                   { "dim", "16" },
                                   { "batch_size", "256" },
                                   { "max_epochs", "2" },
                                   { "steps_per_epoch", "20" } };
                m_run = QString::fromStdString(makeTrainJob(store, paths, request).run(context).run.id);
            }
        }
        m_studio = std::make_unique<Studio>(m_folder.path());
        m_studio->window.resize(1440, 900);
        QTRY_VERIFY_WITH_TIMEOUT(!m_studio->application.workspace().runId().isEmpty(), waitMs);
        m_studio->application.workspace().setRun(m_run);
        settle(*m_studio);
    }

    /// For panels that show the user of the workspace but do not choose one.
    void chooseUser()
    {
        const PanelContext context = m_studio->application.context();
        SilentContext silent;
        const auto users = makeUserListJob(context.store, m_run.toStdString(), {}, 1).run(silent);
        m_studio->application.workspace().setUser(QString::fromStdString(users.at(0)));
        settle(*m_studio);
    }

    void keepPicture() const
    {
        const QString folder = qEnvironmentVariable("OPAL_WALK_PICTURES");
        if (folder.isEmpty())
            return;
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(m_studio->window.grab().save(folder + QLatin1Char('/')
                                             + QLatin1String(QTest::currentTestFunction())
                                             + QStringLiteral(".png")));
    }

    void end()
    {
        for (const QString& control : m_rest)
            qInfo("used without a question of its own: %s", qPrintable(control));
    }

    template <typename Widget> Widget& in(const char* panel, const char* name)
    {
        auto* widget = m_studio->window.findChild<Panel*>(QLatin1String(panel))
                           ->findChild<Widget*>(QLatin1String(name));
        if (!widget)
            qFatal("no %s in %s", name, panel);
        return *widget;
    }

    void show(const char* panel)
    {
        m_studio->click(QStringLiteral("rail_") + QLatin1String(panel));
        settle(*m_studio);
        QCOMPARE(m_studio->front(), QLatin1String(panel));
    }

    void clickTab(QTabBar& tabs, int tab)
    {
        QTest::mouseClick(&tabs, Qt::LeftButton, {}, tabs.tabRect(tab).center());
        QCOMPARE(tabs.currentIndex(), tab);
        settle(*m_studio);
    }

    static void pick(QComboBox& box, const QVariant& data)
    {
        box.setFocus();
        QTest::keyClick(&box, Qt::Key_Home);
        for (int row = 0; row < box.count() && box.currentData() != data; ++row)
            QTest::keyClick(&box, Qt::Key_Down);
        QCOMPARE(box.currentData(), data);
    }

    static void type(QAbstractSpinBox& number, const char* text)
    {
        number.setFocus();
        number.selectAll();
        QTest::keyClicks(&number, QLatin1String(text));
        QTest::keyClick(&number, Qt::Key_Return);
    }

    /// The button of a page that has nothing to show yet.
    static void pressEmptyPage(const QWidget& panel)
    {
        for (const auto* page : panel.findChildren<EmptyState*>())
            if (auto* button = page->findChild<QPushButton*>(); page->isVisible() && button->isVisible())
                QTest::mouseClick(button, Qt::LeftButton);
    }

    /// From the list that a box opens.
    static void pickFromList(QComboBox& box, int row)
    {
        QTest::mouseClick(&box, Qt::LeftButton);
        QTRY_VERIFY(box.view()->isVisible());
        QTest::keyClick(box.view(), Qt::Key_Home);
        for (int step = 0; step < row; ++step)
            QTest::keyClick(box.view(), Qt::Key_Down);
        QTest::keyClick(box.view(), Qt::Key_Return);
        QTRY_VERIFY(!box.view()->isVisible());
    }

    /// Shows the numbers of each chart of a page in the chart's place, copies them, and shows the chart
    /// again.
    void walkTables(QWidget& page)
    {
        int walked = 0;
        for (DataTable* numbers : page.findChildren<DataTable*>()) {
            auto* toggle = numbers->buttons()->findChild<QPushButton*>(QStringLiteral("dataTableToggle"));
            auto* copy = numbers->buttons()->findChild<QPushButton*>(QStringLiteral("dataTableCopy"));
            auto* table = numbers->findChild<QTableView*>(QStringLiteral("dataTable"));
            if (!toggle->isVisible())
                continue;
            QVERIFY(!table->isVisible() && !copy->isVisible());
            QTest::mouseClick(toggle, Qt::LeftButton);
            QVERIFY(table->isVisible() && table->model()->rowCount() > 0);
            QGuiApplication::clipboard()->clear();
            QTest::mouseClick(copy, Qt::LeftButton);
            QTRY_COMPARE_WITH_TIMEOUT(QGuiApplication::clipboard()->text().count(QLatin1Char('\n')),
                                      table->model()->rowCount() + 1, waitMs);
            QCOMPARE(QGuiApplication::clipboard()
                         ->text()
                         .section(QLatin1Char('\n'), 0, 0)
                         .count(QLatin1Char('\t')),
                     table->model()->columnCount() - 1);
            QTest::mouseClick(toggle, Qt::LeftButton);
            QVERIFY(!table->isVisible() && !copy->isVisible());
            ++walked;
        }
        QVERIFY(walked > 0);
    }

    void noErrorIsShown(const QString& after)
    {
        for (const auto* bar : m_studio->window.findChildren<ErrorBar*>())
            if (bar->isVisible())
                for (const QLabel* label : bar->findChildren<QLabel*>())
                    QVERIFY2(label->text().isEmpty(),
                             qPrintable(after % QStringLiteral(": ") % label->text()));
    }

    /// Uses what no step has used so far; a text to type and a way out of the page need a step of their own.
    void useTheRest(QWidget& root, const QString& page)
    {
        for (QWidget* control : controlsOn(root)) {
            if (m_uses.contains(*control) || !control->isVisible() || !control->isEnabled()
                || isWalkedElsewhere(*control))
                continue;
            const QString name = page % QStringLiteral(": ")
                % QLatin1String(control->metaObject()->className()) % QLatin1Char(' ') % control->objectName()
                % QLatin1Char(' ') % control->accessibleName();
            QVERIFY2(!qobject_cast<QLineEdit*>(control), qPrintable(name));
            m_rest << name;
            use(*control);
            settle(*m_studio);
            QVERIFY2(m_uses.contains(*control), qPrintable(name));
            noErrorIsShown(name);
        }
        for (QWidget* control : controlsOn(root))
            QVERIFY2(m_uses.contains(*control) || qobject_cast<QLineEdit*>(control) == nullptr
                         || isWalkedElsewhere(*control),
                     qPrintable(control->objectName()));
    }

    /// Opens a dialog and trains: tst_contrastwalk.
    static bool isWalkedElsewhere(const QWidget& control)
    {
        return control.objectName() == QLatin1String("oneAgainstSeveral");
    }

    QTemporaryDir m_folder { QDir::tempPath() + QStringLiteral("/workspace-XXXXXX") };
    std::unique_ptr<Studio> m_studio;
    Uses m_uses;
    QString m_run; ///< four interests
    QStringList m_rest; ///< used without a question of their own
};

} // namespace opal::test
