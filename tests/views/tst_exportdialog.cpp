// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QFormLayout>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include "tests/support/figuresamples.h"
#include "tests/support/panelfixture.h"
#include "tests/support/testprogram.h"
#include "views/figures/figureregistry.h"
#include "views/shared/exportdialog.h"

using namespace opal;

namespace {

struct Opened
{
    PanelFixture fixture;
    std::string run;
    std::unique_ptr<ExportDialog> dialog;

    Opened()
    {
        RunRecord record;
        record.name = "first";
        record.model = "opal";
        record.datasetHash = "0123456789abcdef";
        record.state = RunState::Finished;
        run = fixture.store.createRun(record);
        std::vector<FigureRequest> figures;
        for (const auto& [key, figure] : figureSamples()) {
            figures.push_back(figure);
            figures.back().subject.runs = { run };
        }
        dialog = std::make_unique<ExportDialog>(fixture.context, figures);
        dialog->show();
    }

    template <typename T> T* child(const char* name)
    {
        auto* found = dialog->findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }

    void click(const char* name) { QTest::mouseClick(child<QPushButton>(name), Qt::LeftButton); }
};

} // namespace

/// Every control of the export dialog by real clicks and keys.
class TestExportDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void everyFieldSaysWhatItIs()
    {
        Opened opened;
        auto* form = opened.dialog->findChild<QFormLayout*>();
        for (const char* name :
             { "figure", "preset", "dpi", "transparent", "style", "fontSize", "lineWidth", "colourMap" }) {
            auto* field = opened.child<QWidget>(name);
            const auto* label = qobject_cast<QLabel*>(form->labelForField(field));
            QVERIFY2(label && label->isVisible(), name);
            QCOMPARE(label->text(), field->accessibleName());
            QVERIFY2(!label->text().isEmpty(), name);
        }
    }

    void everyFormatIsWrittenWithItsProvenance()
    {
        Opened opened;
        QSignalSpy written(opened.dialog.get(), &ExportDialog::written);
        for (const char* suffix : { "pdf", "svg", "png" }) {
            const QString file
                = opened.fixture.folder.filePath(QStringLiteral("out.") + QLatin1String(suffix));
            opened.fixture.dialogs.nextFiles({ file });
            opened.click("export");
            QTRY_VERIFY(!written.isEmpty());
            QCOMPARE(written.takeFirst().first().toString(), file);
            const auto provenance = readProvenance(file);
            QVERIFY(provenance);
            QCOMPARE(provenance->runs.front().id, opened.run);
            QCOMPARE(provenance->runs.front().datasetHash, std::string("0123456789abcdef"));
        }
    }

    void previewHasTheFinalSize()
    {
        Opened opened;
        const auto shown = [&opened] {
            const QPixmap picture = opened.child<QLabel>("preview")->pixmap();
            return picture.deviceIndependentSize().toSize();
        };
        QCOMPARE(shown().width(), 336); // 88.9 mm at 96 dots an inch
        auto* preset = opened.child<QComboBox>("preset");
        QTest::keyClick(preset, Qt::Key_Down);
        QCOMPARE(opened.child<QDoubleSpinBox>("width")->value(), 181.9);
        QCOMPARE(shown().width(), 688);
        auto* width = opened.child<QDoubleSpinBox>("width");
        width->setFocus();
        width->selectAll();
        QTest::keyClicks(width, QStringLiteral("100"));
        QTest::keyClick(width, Qt::Key_Tab);
        QCOMPARE(shown().width(), qRound(283 * 96 / 72.0));
        auto* figure = opened.child<QComboBox>("figure");
        const QImage before = opened.child<QLabel>("preview")->pixmap().toImage();
        QTest::keyClick(figure, Qt::Key_Down);
        QCOMPARE(figure->currentIndex(), 1);
        QVERIFY(opened.child<QLabel>("preview")->pixmap().toImage() != before);
    }

    void dataAreCopiedAndSaved()
    {
        Opened opened;
        const QString key = opened.child<QComboBox>("figure")->currentData().toString();
        const FigureTable table = figureSamples().at(key).table();
        opened.click("copyData");
        QCOMPARE(QGuiApplication::clipboard()->text(), table.toTsv());
        opened.click("copyFigure");
        QTRY_VERIFY(QGuiApplication::clipboard()->mimeData()->hasFormat(QStringLiteral("image/svg+xml")));
        QSignalSpy written(opened.dialog.get(), &ExportDialog::written);
        const QString file = opened.fixture.folder.filePath(QStringLiteral("data.csv"));
        opened.fixture.dialogs.nextFiles({ file });
        opened.click("saveData");
        QTRY_COMPARE(written.size(), 1);
        QFile saved(file);
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QCOMPARE(saved.readAll(), table.toCsv());
    }

    void styleIsSavedAndAppliedAgain()
    {
        Opened opened;
        auto* size = opened.child<QSpinBox>("fontSize");
        size->setFocus();
        QTest::keyClick(size, Qt::Key_Up);
        QCOMPARE(size->value(), 9);
        QTest::keyClick(opened.child<QDoubleSpinBox>("lineWidth"), Qt::Key_Up);
        QTest::keyClick(opened.child<QComboBox>("colourMap"), Qt::Key_Down);
        opened.fixture.dialogs.nextText(QStringLiteral("thesis"));
        opened.click("saveStyle");
        auto* style = opened.child<QComboBox>("style");
        QTRY_COMPARE(style->count(), 2);
        QCOMPARE(style->itemText(1), QStringLiteral("thesis"));
        QTest::keyClick(size, Qt::Key_Up);
        QTest::keyClick(style, Qt::Key_Down);
        QCOMPARE(size->value(), 9);
        QCOMPARE(opened.child<QDoubleSpinBox>("lineWidth")->value(), 1.0);
        QCOMPARE(opened.child<QComboBox>("colourMap")->currentText(), QStringLiteral("cividis"));
    }

    void everyControlHasAName()
    {
        Opened opened;
        for (const QWidget* widget : opened.dialog->findChildren<QWidget*>()) {
            const bool control = qobject_cast<const QComboBox*>(widget)
                || qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QPushButton*>(widget);
            if (!control || widget->objectName().isEmpty()
                || widget->objectName().startsWith(QLatin1String("qt_")))
                continue;
            const auto* button = qobject_cast<const QPushButton*>(widget);
            QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                     qPrintable(widget->objectName()));
        }
    }

    void failuresAreShown()
    {
        Opened opened;
        opened.fixture.dialogs.nextFiles({ QStringLiteral("/nowhere/figure.pdf") });
        opened.click("export");
        const auto shown = [&opened] {
            for (const QLabel* label : opened.dialog->findChildren<QLabel*>())
                if (label->isVisible() && label->text().contains(QStringLiteral("cannot_write")))
                    return true;
            return false;
        };
        QTRY_VERIFY(shown());
    }
};

OPAL_TEST(TestExportDialog)
#include "tst_exportdialog.moc"
