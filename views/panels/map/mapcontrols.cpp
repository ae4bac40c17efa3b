// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/map/mapcontrols.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStandardItemModel>

#include "views/figures/mapfigure.h"
#include "views/widgets/interesttitles.h"

namespace opal {

namespace {

constexpr double widestCategory = 170; ///< of a name in the choice of axes, pixels

constexpr MapMethod methods[] { MapMethod::Pca, MapMethod::Neighbours, MapMethod::Plane };

void setRowEnabled(QComboBox& box, int row, bool enabled)
{
    if (auto* model = qobject_cast<QStandardItemModel*>(box.model()))
        model->item(row)->setEnabled(enabled);
}

} // namespace

MapControls::MapControls(QWidget* parent)
    : QWidget(parent)
    , m_methodLabel(new QLabel(this))
    , m_method(new QComboBox(this))
    , m_firstLabel(new QLabel(this))
    , m_first(new QComboBox(this))
    , m_secondLabel(new QLabel(this))
    , m_second(new QComboBox(this))
    , m_neighboursLabel(new QLabel(this))
    , m_neighbours(new QSpinBox(this))
    , m_seedLabel(new QLabel(this))
    , m_seed(new QSpinBox(this))
{
    m_method->setObjectName(QStringLiteral("projection"));
    m_first->setObjectName(QStringLiteral("firstCategory"));
    m_second->setObjectName(QStringLiteral("secondCategory"));
    m_neighbours->setObjectName(QStringLiteral("neighbours"));
    m_neighbours->setRange(2, 100);
    m_neighbours->setValue(MapParams {}.neighbours);
    m_seed->setObjectName(QStringLiteral("mapSeed"));
    m_seed->setRange(0, 1000000);
    m_seed->setValue(1);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    const std::initializer_list<std::pair<QLabel*, QWidget*>> pairs {
        { m_methodLabel, m_method },         { m_firstLabel, m_first }, { m_secondLabel, m_second },
        { m_neighboursLabel, m_neighbours }, { m_seedLabel, m_seed },
    };
    for (const auto& [label, field] : pairs) {
        label->setBuddy(field);
        layout->addWidget(label);
        layout->addWidget(field);
    }
    for (const MapMethod method : methods)
        m_method->addItem(mapMethodText(method), static_cast<int>(method));
    for (QComboBox* box : { m_method, m_first, m_second })
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (QSpinBox* number : { m_neighbours, m_seed }) {
        number->setButtonSymbols(QAbstractSpinBox::NoButtons);
        number->setKeyboardTracking(false);
        connect(number, &QSpinBox::valueChanged, this, &MapControls::paramsChanged);
    }
    connect(m_method, &QComboBox::currentIndexChanged, this, [this] {
        showParts();
        Q_EMIT paramsChanged();
    });
    connect(m_first, &QComboBox::currentIndexChanged, this,
            [this](int category) { choose(category, m_firstChoice, m_secondChoice); });
    connect(m_second, &QComboBox::currentIndexChanged, this,
            [this](int category) { choose(category, m_secondChoice, m_firstChoice); });
    showParts();
    retranslate();
}

MapParams MapControls::choice() const
{
    MapParams params;
    params.method = static_cast<MapMethod>(m_method->currentData().toInt());
    params.firstCategory = m_firstChoice;
    params.secondCategory = m_secondChoice;
    params.neighbours = m_neighbours->value();
    params.seed = static_cast<std::uint64_t>(m_seed->value());
    return params;
}

void MapControls::setChoice(const MapParams& choice)
{
    const QSignalBlocker quiet(this);
    m_method->setCurrentIndex(m_method->findData(static_cast<int>(choice.method)));
    m_neighbours->setValue(choice.neighbours);
    m_seed->setValue(static_cast<int>(choice.seed));
    m_firstChoice = std::max(0, choice.firstCategory);
    m_secondChoice = std::max(0, choice.secondCategory);
    showCategories();
}

/// A category on both axes would be a line: the other axis takes the category that this one had.
void MapControls::choose(int category, int& chosen, int& other)
{
    if (category == other)
        other = chosen;
    chosen = category;
    showCategories();
    Q_EMIT paramsChanged();
}

void MapControls::showCategories()
{
    if (m_categories == 0)
        return;
    const QSignalBlocker quietFirst(m_first);
    const QSignalBlocker quietSecond(m_second);
    if (m_firstChoice >= m_categories)
        m_firstChoice = 0;
    if (m_secondChoice >= m_categories || m_secondChoice == m_firstChoice)
        m_secondChoice = m_firstChoice == 0 && m_categories > 1 ? 1 : 0;
    m_first->setCurrentIndex(m_firstChoice);
    m_second->setCurrentIndex(m_secondChoice);
}

void MapControls::setItems(const MapItems* items)
{
    const QSignalBlocker quiet(this); // what fits a run is nobody's choice
    m_categories = items ? items->categories : 0;
    {
        const QSignalBlocker quietFirst(m_first);
        const QSignalBlocker quietSecond(m_second);
        m_first->clear();
        m_second->clear();
        for (int category = 0; category < m_categories; ++category) {
            const QString title = mapCategoryText(*items, category);
            for (QComboBox* box : { m_first, m_second }) {
                box->addItem(elidedTitle(title, QFontMetricsF(font()), widestCategory));
                box->setItemData(category, title, Qt::ToolTipRole);
            }
        }
    }
    showCategories();
    const int plane = m_method->findData(static_cast<int>(MapMethod::Plane));
    setRowEnabled(*m_method, plane, m_categories > 1);
    if (items && m_categories < 2 && m_method->currentIndex() == plane)
        m_method->setCurrentIndex(0);
    showParts();
}

void MapControls::showParts()
{
    const auto method = static_cast<MapMethod>(m_method->currentData().toInt());
    for (QWidget* part : std::initializer_list<QWidget*> { m_firstLabel, m_first, m_secondLabel, m_second })
        part->setVisible(method == MapMethod::Plane);
    for (QWidget* part :
         std::initializer_list<QWidget*> { m_neighboursLabel, m_neighbours, m_seedLabel, m_seed })
        part->setVisible(method == MapMethod::Neighbours);
}

void MapControls::retranslate()
{
    m_methodLabel->setText(tr("Projection"));
    m_method->setAccessibleName(tr("Projection"));
    for (int row = 0; row < m_method->count(); ++row)
        m_method->setItemText(row, mapMethodText(methods[row]));
    m_method->setToolTip(tr("How the item vectors become points of the plane"));
    m_firstLabel->setText(tr("Right"));
    m_first->setAccessibleName(tr("Category to the right"));
    m_secondLabel->setText(tr("Up"));
    m_second->setAccessibleName(tr("Category upwards"));
    for (QComboBox* box : { m_first, m_second })
        box->setToolTip(
            tr("Each axis has a category of its own: choosing that of the other axis swaps the two"));
    m_neighboursLabel->setText(tr("Neighbours"));
    m_neighbours->setAccessibleName(tr("Neighbours of an item"));
    m_neighbours->setToolTip(
        tr("How many nearest items pull at each item: few show small groups, many the large shape"));
    m_seedLabel->setText(tr("Seed"));
    m_seed->setAccessibleName(tr("Seed of the layout"));
    m_seed->setToolTip(tr("The same seed gives the same map"));
}

} // namespace opal
