// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QMimeData>
#include <QSpinBox>

#include "tests/app/analysiswalk.h"
#include "tests/app/figurereading.h"
#include "tests/support/testprogram.h"
#include "views/figures/figureregistry.h"
#include "views/plot/colourmap.h"
#include "views/plot/provenance.h"
#include "views/shared/exportdialog.h"

using namespace opal;
using namespace opal::test;

/// The form that exports the figures of every panel.
class TestExportWalk final : public AnalysisWalk
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        begin();
        chooseUser();
    }

    void styleThatCannotBeSavedIsRefused();
    void exportFormIsObeyed();
    void colourMapIsObeyed();
    void figuresAreExported();

    void cleanup() { keepPicture(); }

    void cleanupTestCase() { end(); }

private:
    /// Enter would press the default button of a dialog.
    static void fill(QAbstractSpinBox& number, const char* text)
    {
        number.setFocus();
        number.selectAll();
        QTest::keyClicks(&number, QLatin1String(text));
        QTest::keyClick(&number, Qt::Key_Tab);
    }

    ExportDialog& openExport(const char* panel)
    {
        show(panel);
        if (!QTest::qWaitFor([&] { return !m_studio->window.currentPanel()->figures().empty(); }, waitMs))
            qFatal("%s has no figures", panel);
        m_studio->trigger("file.exportFigure");
        ExportDialog* dialog = nullptr;
        if (!QTest::qWaitFor(
                [&] {
                    dialog = m_studio->window.findChild<ExportDialog*>();
                    return dialog && dialog->isVisible();
                },
                waitMs))
            qFatal("the form for figures does not open");
        settle(*m_studio);
        return *dialog;
    }

    void closeExport(ExportDialog& dialog)
    {
        QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("close")), Qt::LeftButton);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QTRY_VERIFY(!m_studio->window.findChild<ExportDialog*>()
                    || !m_studio->window.findChild<ExportDialog*>()->isVisible());
    }

    /// What the button writes.
    QByteArray exported(ExportDialog& dialog, const char* suffix)
    {
        QFile file(m_folder.filePath(QStringLiteral("form.") + QLatin1String(suffix)));
        file.remove();
        m_studio->application.dialogs().nextFiles({ file.fileName() });
        QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("export")), Qt::LeftButton);
        if (!QTest::qWaitFor([&] { return file.exists(); }, waitMs))
            qFatal("%s is not written", qPrintable(file.fileName()));
        settle(*m_studio);
        noErrorIsShown(QLatin1String(suffix));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

void TestExportWalk::styleThatCannotBeSavedIsRefused()
{
    ExportDialog& dialog = openExport("training");
    auto& style = *dialog.findChild<QComboBox*>(QStringLiteral("style"));
    const auto save = [&](const char* name) {
        m_studio->application.dialogs().nextText(QLatin1String(name));
        QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("saveStyle")), Qt::LeftButton);
        settle(*m_studio);
    };
    // A file where the folder of styles should be: root may write everywhere else.
    const QString folder = WorkspacePaths { m_folder.path() }.figures() + QStringLiteral("/styles");
    QVERIFY(!QFileInfo::exists(folder));
    QFile obstacle(folder);
    QVERIFY(obstacle.open(QIODevice::WriteOnly));
    obstacle.close();
    const auto* error = dialog.findChild<ErrorBar*>();
    QVERIFY(!error->isVisible());
    const int before = style.count();
    save("column");
    QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), waitMs);
    QCOMPARE(style.count(), before);
    QVERIFY(obstacle.remove());
    // What would lead out of the folder or hide the file there is made plain.
    save("../a/b");
    QTRY_VERIFY_WITH_TIMEOUT(style.findText(QStringLiteral("-a-b")) > 0, waitMs);
    closeExport(dialog);
}

void TestExportWalk::exportFormIsObeyed()
{
    ExportDialog& dialog = openExport("training");
    const auto number = [&](const char* name) -> QAbstractSpinBox& {
        return *dialog.findChild<QAbstractSpinBox*>(QLatin1String(name));
    };
    const auto press = [&](const char* name) {
        QTest::mouseClick(dialog.findChild<QPushButton*>(QLatin1String(name)), Qt::LeftButton);
    };
    const auto preview
        = [&] { return dialog.findChild<QLabel*>(QStringLiteral("preview"))->pixmap().toImage(); };
    pick(*dialog.findChild<QComboBox*>(QStringLiteral("figure")), QStringLiteral("loss"));
    fill(number("width"), "120");
    fill(number("height"), "70");
    const QSize points = pointsOf({ 120, 70 });
    QCOMPARE(preview().size(),
             QSize(qRound(points.width() * 96 / 72.0), qRound(points.height() * 96 / 72.0)));
    QCOMPARE(pageOf(exported(dialog, "pdf")), points);

    fill(number("dpi"), "150");
    const QImage opaque = QImage::fromData(exported(dialog, "png"));
    QCOMPARE(opaque.size(), QSize(qRound(points.width() * 150 / 72.0), qRound(points.height() * 150 / 72.0)));
    QCOMPARE(qRound(opaque.dotsPerMeterX() * 0.0254), 150);
    QCOMPARE(opaque.pixelColor(0, 0), QColor(Qt::white));

    const QByteArray plain = exported(dialog, "svg");
    QVERIFY(plain.contains("id=\"background\""));
    auto& transparent = *dialog.findChild<QCheckBox*>(QStringLiteral("transparent"));
    const auto toggle = [&] {
        QTest::mouseClick(&transparent, Qt::LeftButton, {}, { 8, transparent.height() / 2 });
    };
    toggle();
    QVERIFY(transparent.isChecked());
    QCOMPARE(QImage::fromData(exported(dialog, "png")).pixelColor(0, 0).alpha(), 0);
    QCOMPARE(preview().pixelColor(0, 0).alpha(), 0);
    QVERIFY(!exported(dialog, "svg").contains("id=\"background\""));
    toggle();

    fill(number("fontSize"), "12"); // instead of 8
    const QByteArray larger = exported(dialog, "svg");
    const std::set<double> sizes = attributeValues(plain, "font-size");
    const std::set<double> largerSizes = attributeValues(larger, "font-size");
    QVERIFY(!sizes.empty() && !largerSizes.empty());
    // The ticks; the marks of events keep their size.
    QVERIFY(hasAbout(largerSizes, *sizes.begin() + 4) && !hasAbout(sizes, *sizes.begin() + 4));

    fill(number("lineWidth"), "2");
    const FigureStyle usual;
    const double strong = 2 * usual.strongLineWidth / usual.lineWidth;
    const auto hasWideLines = [&](const QByteArray& svg) {
        const std::set<double> widths = attributeValues(svg, "stroke-width");
        return hasAbout(widths, 2) || hasAbout(widths, strong);
    };
    QVERIFY(!hasWideLines(larger));
    const QByteArray wide = exported(dialog, "svg");
    QVERIFY(hasWideLines(wide));

    const QImage posterLook = preview();
    auto& style = *dialog.findChild<QComboBox*>(QStringLiteral("style"));
    m_studio->application.dialogs().nextText(QStringLiteral("poster"));
    press("saveStyle");
    QTRY_VERIFY_WITH_TIMEOUT(style.findText(QStringLiteral("poster")) > 0, waitMs);
    settle(*m_studio);
    pickFromList(style, style.findText(QStringLiteral("poster")));
    pickFromList(style, 0);
    QCOMPARE(dialog.findChild<QSpinBox*>(QStringLiteral("fontSize"))->value(), usual.fontSize);
    QCOMPARE(exported(dialog, "svg"), plain);
    pickFromList(style, style.findText(QStringLiteral("poster")));
    QCOMPARE(preview(), posterLook);
    QCOMPARE(exported(dialog, "svg"), wide);

    QGuiApplication::clipboard()->clear();
    press("copyFigure");
    const auto copied = [](const char* format) {
        const QMimeData* content = QGuiApplication::clipboard()->mimeData();
        return content ? content->data(QLatin1String(format)) : QByteArray();
    };
    QTRY_VERIFY_WITH_TIMEOUT(!copied("image/svg+xml").isEmpty(), waitMs);
    QCOMPARE(copied("image/svg+xml"), wide);
    QCOMPARE(QImage::fromData(copied("image/png")).width(), qRound(points.width() * 2 * 96 / 72.0));
    press("copyData");
    for (const FigureRequest& request : m_studio->window.currentPanel()->figures())
        if (request.key == QLatin1String("loss"))
            QCOMPARE(QGuiApplication::clipboard()->text(), request.table().toTsv());
    QVERIFY(QGuiApplication::clipboard()->text().count(QLatin1Char('\n')) > 2);
    closeExport(dialog);
}

void TestExportWalk::colourMapIsObeyed()
{
    ExportDialog& dialog = openExport("diversity");
    pick(*dialog.findChild<QComboBox*>(QStringLiteral("figure")), QStringLiteral("sppmi"));
    auto& maps = *dialog.findChild<QComboBox*>(QStringLiteral("colourMap"));
    QVERIFY(maps.count() >= 2);
    for (int chosen = 0; chosen < maps.count(); ++chosen) {
        pickFromList(maps, chosen);
        const QImage picture = QImage::fromData(exported(dialog, "png"));
        for (int other = 0; other < maps.count(); ++other)
            QCOMPARE(hasColour(picture, ColourMap(maps.itemText(other)).at(0.25)), other == chosen);
    }
    closeExport(dialog);
}

void TestExportWalk::figuresAreExported()
{
    show("map");
    pressEmptyPage(*m_studio->window.currentPanel());
    settle(*m_studio);
    for (const char* from : { "training", "categories", "interests", "diversity", "map" }) {
        ExportDialog& dialog = openExport(from);
        auto& figure = *dialog.findChild<QComboBox*>(QStringLiteral("figure"));
        for (int row = 0; row < figure.count(); ++row) {
            figure.setFocus();
            QTest::keyClick(&figure, row == 0 ? Qt::Key_Home : Qt::Key_Down);
            settle(*m_studio);
            for (const char* suffix : { "pdf", "svg", "png" }) {
                const QString file = m_folder.filePath(QStringLiteral("figure.") + QLatin1String(suffix));
                QFile::remove(file);
                m_studio->application.dialogs().nextFiles({ file });
                QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("export")), Qt::LeftButton);
                QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), waitMs);
                settle(*m_studio);
                QCOMPARE(readProvenance(file)->figure, figure.currentData().toString());
            }
        }
        if (QLatin1String(from) == QLatin1String("diversity")) {
            const QString csv = m_folder.filePath(QStringLiteral("figure.csv"));
            m_studio->application.dialogs().nextFiles({ csv });
            QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("saveData")), Qt::LeftButton);
            QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(csv), waitMs);
            m_studio->application.dialogs().nextText(QStringLiteral("thesis"));
            QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("saveStyle")), Qt::LeftButton);
            QTRY_VERIFY_WITH_TIMEOUT(
                dialog.findChild<QComboBox*>(QStringLiteral("style"))->findText(QStringLiteral("thesis")) > 0,
                waitMs);
            m_uses.add(*dialog.findChild<QPushButton*>(QStringLiteral("close")));
            useTheRest(dialog, QStringLiteral("export"));
            QVERIFY(QGuiApplication::clipboard()->mimeData());
        }
        closeExport(dialog);
    }
}

OPAL_TEST(TestExportWalk)
#include "tst_exportwalk.moc"
