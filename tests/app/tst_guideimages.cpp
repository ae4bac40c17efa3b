// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QRegularExpression>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>

#include "app/guide.h"
#include "app/mainwindow.h"
#include "tests/support/logfiles.h"
#include "tests/support/studiopictures.h"
#include "tests/support/testprogram.h"
#include "views/panels/data/datapanel.h"
#include "views/shared/exportdialog.h"
#include "views/shell/panel.h"

using namespace opal;

namespace {

const QStringList languages { QStringLiteral("en"), QStringLiteral("zh_CN") };

/// Where the pictures of the guide live; with OPAL_UPDATE_GUIDE they are made anew.
QString guideFolder()
{
    return QStringLiteral(OPAL_SOURCE_DIR "/resources/guide/");
}

bool isUpdating()
{
    return qEnvironmentVariableIsSet("OPAL_UPDATE_GUIDE");
}

/// The buttons and headings that a picture shows: when these change, the picture is old.
QString controlsOf(const QWidget& panel)
{
    QStringList names;
    for (const auto* button : panel.findChildren<QAbstractButton*>()) {
        if (button->isVisibleTo(&panel) && !button->text().isEmpty())
            names << button->text().remove(u'&');
    }
    for (const auto* label : panel.findChildren<QLabel*>()) {
        const QString role = label->property("role").toString();
        if (label->isVisibleTo(&panel)
            && (role == QLatin1String("heading") || role == QLatin1String("group")))
            names << label->text();
    }
    names.removeAll(QString());
    names.removeDuplicates();
    names.sort();
    return names.join(QStringLiteral(" | "));
}

} // namespace

/// Renders every panel of the real window on a small trained run: the pictures of the guide.
/// OPAL_UPDATE_GUIDE=1 (target update_guide_images) writes them into resources/guide; without it the test
/// fails when a panel has other controls than its picture.
class TestGuideImages final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder { QDir::tempPath() + QStringLiteral("/workspace-XXXXXX") };
    QStringList m_controls; ///< "en/data: Import a log | ..."
    QString m_language;

    void take(const QString& name, QWidget& window, const QWidget& panel)
    {
        const QImage image = pictureOf(window);
        QVERIFY2(!isBlank(image), qPrintable(name));
        m_controls << QStringLiteral("%1/%2: %3").arg(m_language, name, controlsOf(panel));
        if (!isUpdating())
            return;
        const QString folder = guideFolder() + m_language + QStringLiteral("/images/");
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(image.save(folder + name + QStringLiteral(".png")));
    }

    void takeImport(MainWindow& window)
    {
        auto* data = window.findChild<DataPanel*>();
        QVERIFY(data);
        window.showPanel(data->id());
        data->previewFiles({ writeLog(m_folder.path(), "7,3,yesterday,5\n8,4\n") });
        auto& filters = find<QTableView>(*data, u"filterPreview");
        QVERIFY(QTest::qWaitFor([&] { return filters.isVisible(); }, picturePatienceMs));
        QVERIFY(QTest::qWaitFor([&] { return find<QLabel>(*data, u"importOutcome").isVisible(); },
                                picturePatienceMs));
        take(QStringLiteral("import"), window, *data);
    }

    void takeInterestPages(Application& application, MainWindow& window, Panel& panel)
    {
        auto& pages = find<QTabBar>(panel, u"lensPages");
        for (const auto& [page, name] : { std::pair(1, "duel"), std::pair(2, "attribution") }) {
            pages.setCurrentIndex(page);
            settle(application, window);
            take(QLatin1String(name), window, panel);
        }
        pages.setCurrentIndex(0);
        settle(application, window);
    }

    void takeExport(Application& application, MainWindow& window)
    {
        window.actions().find(QStringLiteral("file.exportFigure"))->trigger();
        const auto shown = [&window]() -> ExportDialog* {
            auto* dialog = window.findChild<ExportDialog*>();
            return dialog && dialog->isVisible() ? dialog : nullptr;
        };
        QVERIFY(QTest::qWaitFor([&] { return shown() != nullptr; }, picturePatienceMs));
        settle(application, window);
        take(QStringLiteral("figures"), *shown(), *shown());
        shown()->close();
        QVERIFY(QTest::qWaitFor([&] { return !shown(); }, picturePatienceMs));
    }

    void renderPanels(const WorkspacePaths& paths, const Study& study)
    {
        Application application(paths);
        MainWindow& window = application.window();
        window.resize(1440, 900);
        window.show();
        openStudy(application, study);
        for (Panel* panel : window.findChildren<Panel*>()) {
            window.showPanel(panel->id());
            settle(application, window);
            if (panel->id() == QLatin1String("map") && m_language == languages.front())
                fillEmptyPage(application, window, *panel); // kept with the run
            take(panel->id(), window, *panel);
            if (panel->id() == QLatin1String("interests")) {
                takeInterestPages(application, window, *panel);
                takeExport(application, window);
            }
        }
        takeImport(window);
    }

private Q_SLOTS:

    void everyPanelIsRendered()
    {
        const WorkspacePaths paths { m_folder.path() };
        paths.create();
        const Study study = makeStudy(paths);
        for (const QString& language : languages) {
            m_language = language;
            {
                Settings settings(paths.root);
                settings.set(settings::language, language);
                settings.set(settings::theme, QStringLiteral("light"));
            }
            renderPanels(paths, study);
        }
    }

    void thePicturesShowWhatThePanelsHave()
    {
        QFile kept(guideFolder() + QStringLiteral("controls.txt"));
        const QString controls = m_controls.join(u'\n') + u'\n';
        if (isUpdating()) {
            QVERIFY(kept.open(QIODevice::WriteOnly));
            kept.write(controls.toUtf8());
            return;
        }
        QVERIFY(kept.open(QIODevice::ReadOnly));
        const QStringList before = QString::fromUtf8(kept.readAll()).split(u'\n', Qt::SkipEmptyParts);
        for (const QString& now : m_controls) {
            const QString name = now.section(u':', 0, 0);
            const QString picture = guideImage(name.section(u'/', 0, 0),
                                               QStringLiteral("images/%1.png").arg(name.section(u'/', 1)));
            QVERIFY2(QFile::exists(picture), qPrintable(QStringLiteral("the program lacks ") + picture));
            QVERIFY2(before.contains(now),
                     qPrintable(QStringLiteral("the picture of the guide is old: build the target "
                                               "update_guide_images; now it shows ")
                                + now));
        }
    }
};

OPAL_TEST(TestGuideImages)
#include "tst_guideimages.moc"
