// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>

#include "app/application.h"
#include "app/mainwindow.h"
#include "app/settings.h"
#include "tests/app/roomcheck.h"
#include "tests/support/studiopictures.h"
#include "tests/support/testprogram.h"
#include "views/panels/interests/interestdelegate.h"
#include "views/plot/qcp.h"
#include "views/shell/panel.h"

using namespace opal;
using namespace opal::test;

namespace {

/// Parts of Qt's own widgets, which lay themselves out, and what moves behind a viewport.
bool isLaidOutElsewhere(const QWidget& widget)
{
    const QWidget* parent = widget.parentWidget();
    return widget.isWindow() || !parent || widget.objectName().startsWith(QLatin1String("qt_"))
        || parent->objectName() == QLatin1String("qt_scrollarea_viewport")
        || qobject_cast<const QHeaderView*>(&widget) || qobject_cast<const QHeaderView*>(parent)
        || qobject_cast<const QTabBar*>(parent);
}

/// Visible columns whose heading does not fit, and titles of items that are cut.
QStringList cutInTable(const QTableView& table)
{
    QStringList cut;
    const QAbstractItemModel* model = table.model();
    const QHeaderView* header = table.horizontalHeader();
    if (!model || table.viewport()->width() <= 0)
        return cut;
    const int right = table.viewport()->width();
    for (int column = 0; column < model->columnCount(); ++column) {
        const int left = table.columnViewportPosition(column);
        if (table.isColumnHidden(column) || left >= right || left < 0)
            continue;
        const QString heading = model->headerData(column, Qt::Horizontal).toString();
        if (header->isVisible() && !heading.isEmpty()
            && header->fontMetrics().horizontalAdvance(heading) > table.columnWidth(column) - 4)
            cut << QStringLiteral("heading \"%1\" in %2").arg(heading).arg(table.columnWidth(column));
        const auto* interests = qobject_cast<InterestDelegate*>(table.itemDelegate());
        if (interests && interests->itemColumn() == column)
            cut << cutTitles(table, column, interests->itemLook());
        else if (qobject_cast<ItemCellDelegate*>(table.itemDelegateForColumn(column)))
            cut << cutTitles(table, column,
                             ItemCellLook::of(*model, column, table.columnWidth(column), table.font()));
    }
    return cut;
}

/// Charts with no room for their axes, and headings wider than their chart.
QStringList cutInPlot(QCustomPlot& plot)
{
    QStringList cut;
    for (const QCPLayerable* element : plot.findChildren<QCPLayerable*>()) {
        const QLatin1String kind(element->metaObject()->className());
        if (const auto* axes = qobject_cast<const QCPAxisRect*>(element); axes
            && kind == QLatin1String("QCPAxisRect")
            && axes->axis(QCPAxis::atRight)->objectName() != QLatin1String("colour-scale")
            && (axes->width() < 40 || axes->height() < 30))
            cut << QStringLiteral("a plot of %1 x %2 pixels").arg(axes->width()).arg(axes->height());
        const auto* text = qobject_cast<const QCPTextElement*>(element);
        if (text && text->visible()
            && QFontMetrics(text->font()).boundingRect(QRect(0, 0, 9999, 9999), 0, text->text()).width()
                > text->outerRect().width() + 1)
            cut << QStringLiteral("heading \"%1\" has %2").arg(text->text()).arg(text->outerRect().width());
    }
    return cut;
}

bool isSideways(const QScrollArea& area)
{
    return area.horizontalScrollBar()->isVisible() && area.horizontalScrollBar()->maximum() > 0;
}

/// What a person could not read or reach in `widget`.
QStringList faultsOf(QWidget& widget)
{
    QStringList faults;
    if (const QString lack = lackOfRoom(widget); !lack.isEmpty())
        faults << lack;
    if (!isLaidOutElsewhere(widget) && !widget.parentWidget()->rect().contains(widget.geometry()))
        faults << QStringLiteral("stands outside of its parent");
    if (const auto* area = qobject_cast<const QScrollArea*>(&widget); area && isSideways(*area))
        faults << QStringLiteral("scrolls sideways");
    if (const auto* tabs = qobject_cast<const QTabBar*>(&widget))
        for (int tab = 0; tab < tabs->count(); ++tab)
            if (tabs->isTabVisible(tab) && !tabs->rect().contains(tabs->tabRect(tab)))
                faults << QStringLiteral("tab \"%1\" is out of sight").arg(tabs->tabText(tab));
    if (const auto* box = qobject_cast<const QComboBox*>(&widget); box && !box->currentText().isEmpty()) {
        constexpr int aroundText = 36; // frame, padding and arrow
        const int room = box->width() - aroundText;
        const int icon = box->itemIcon(box->currentIndex()).isNull() ? 0 : box->iconSize().width() + 4;
        if (box->fontMetrics().horizontalAdvance(box->currentText()) + icon > room + 1)
            faults << QStringLiteral("\"%1\" has %2").arg(box->currentText()).arg(room);
    }
    if (const auto* edit = qobject_cast<const QLineEdit*>(&widget); edit && edit->text().isEmpty()
        && !edit->placeholderText().isEmpty()
        && edit->fontMetrics().horizontalAdvance(edit->placeholderText()) > edit->contentsRect().width() - 8)
        faults << QStringLiteral("hint \"%1\" is cut").arg(edit->placeholderText());
    if (const auto* table = qobject_cast<const QTableView*>(&widget))
        faults << cutInTable(*table);
    if (auto* plot = qobject_cast<QCustomPlot*>(&widget))
        faults << cutInPlot(*plot);
    if (const auto* label = qobject_cast<const ElidedLabel*>(&widget);
        label && label->text() != label->fullText())
        faults << QStringLiteral("\"%1\" has %2").arg(label->fullText()).arg(label->width());
    return faults;
}

} // namespace

/// Every page of the real window at the sizes of people's screens, in each language and theme.
class TestSizes final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder { QDir::tempPath() + QStringLiteral("/workspace-XXXXXX") };
    Study m_study;
    QStringList m_faults;
    int m_looks = 0;

    void look(const QString& place, const QWidget& root)
    {
        ++m_looks;
        for (QWidget* widget : root.findChildren<QWidget*>())
            if (widget->isVisible())
                for (const QString& fault : faultsOf(*widget))
                    m_faults << placeOf(place, *widget) + u' ' + fault;
    }

    void lookAtSizes(const QString& place, Application& application, MainWindow& window, const QWidget& root)
    {
        for (const QSize size :
             { QSize(1280, 800), QSize(1440, 900), QSize(1920, 1080), QSize(2560, 1440) }) {
            window.resize(size);
            // A list that found a new width, a chart that found new margins: laid out when drawn.
            window.grab();
            settle(application, window);
            window.grab();
            const QString folder = qEnvironmentVariable("OPAL_SIZE_PICTURES");
            if (!folder.isEmpty()) {
                QDir().mkpath(folder);
                window.grab().save(QStringLiteral("%1/%2 %3.png").arg(folder, place).arg(size.width()));
            }
            look(QStringLiteral("%1 %2").arg(place).arg(size.width()), root);
        }
    }

    void lookAtPages(const QString& place, Application& application, MainWindow& window, QWidget& panel)
    {
        lookAtSizes(place, application, window, panel);
        for (QTabBar* bar : panel.findChildren<QTabBar*>()) {
            if (!bar->isVisible())
                continue;
            const int before = bar->currentIndex();
            for (int page = 0; page < bar->count(); ++page) {
                if (page == before || !bar->isTabVisible(page) || !bar->isTabEnabled(page))
                    continue;
                bar->setCurrentIndex(page);
                settle(application, window);
                lookAtSizes(place + QStringLiteral(", ") + bar->tabText(page), application, window, panel);
            }
            bar->setCurrentIndex(before);
            settle(application, window);
        }
    }

private Q_SLOTS:

    void initTestCase()
    {
        const WorkspacePaths paths { m_folder.path() };
        paths.create();
        m_study = makeStudy(paths);
        Settings(paths.root).set(settings::tourSeen, QStringLiteral("yes"));
    }

    void everythingIsWhole_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        for (const auto& [name, key] : { std::pair("English", "en"), std::pair("Chinese", "zh_CN") })
            for (const char* theme : { "light", "dark" })
                QTest::addRow("%s, %s", name, theme)
                    << QString::fromLatin1(key) << QString::fromLatin1(theme);
    }

    void everythingIsWhole()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, theme);
        Settings settings(m_folder.path());
        settings.set(settings::language, language);
        settings.set(settings::theme, theme);
        m_faults.clear();
        m_looks = 0;
        Application application(WorkspacePaths { m_folder.path() });
        MainWindow& window = application.window();
        window.resize(1280, 800);
        window.show();
        openStudy(application, m_study);
        for (Panel* panel : window.findChildren<Panel*>()) {
            window.showPanel(panel->id());
            settle(application, window);
            lookAtPages(QStringLiteral("%1 %2 %3").arg(language, theme, panel->id()), application, window,
                        *panel);
        }
        m_faults.removeDuplicates();
        for (const QString& fault : std::as_const(m_faults))
            qWarning("%s", qPrintable(fault));
        QVERIFY2(m_looks > 80, qPrintable(QString::number(m_looks)));
        QCOMPARE(m_faults.size(), 0);
    }
};

OPAL_TEST(TestSizes)
#include "tst_sizes.moc"
