// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/inspector.h"

#include <algorithm>
#include <utility>

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

#include "core/jobs/jobs.h"
#include "core/store/runstore.h"
#include "views/panels/training/trainingpanel.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/storewatcher.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/interesttitles.h"
#include "views/widgets/numbers.h"
#include "views/widgets/stagenames.h"
#include "views/widgets/verticalscroll.h"

namespace opal {

namespace {

constexpr std::size_t itemLimit = 20;
constexpr qsizetype shortName = 16;

/// A long name without spaces may break after its hyphens and the like: the inspector is narrow, and what is
/// cut off at its edge cannot be read.
QString breakable(const QString& text)
{
    QStringList words = text.split(QLatin1Char(' '));
    for (QString& word : words) {
        if (word.size() <= shortName)
            continue;
        QString parts;
        for (const QChar sign : std::as_const(word)) {
            parts += sign;
            if (sign == u'-' || sign == u'_' || sign == u'/' || sign == u'.')
                parts += QChar(0x200B); // zero width space
        }
        word = parts;
    }
    // Rich text reads the thin space inside of a number as any other space and would break the number there.
    return words.join(QLatin1Char(' ')).toHtmlEscaped().replace(QChar(0x202F), QChar(0x00A0));
}

QString row(const QString& name, const QString& value)
{
    // A short name stays on one line, however little room there is.
    QString shown = breakable(name);
    if (name.size() <= shortName)
        shown.replace(QLatin1Char(' '), QChar(0x00A0));
    return QStringLiteral("<tr><td width='46%' style='padding:2px 12px 2px 0'>%1</td><td style='padding:2px "
                          "0'>%2</td></tr>")
        .arg(shown, breakable(value));
}

QString table(const QString& rows)
{
    return QStringLiteral("<table width='100%' cellspacing='0' cellpadding='0'>") % rows
        % QStringLiteral("</table>");
}

QString joined(const std::vector<std::string>& words)
{
    QStringList list;
    for (const std::string& word : words)
        list << QString::fromStdString(word);
    return list.join(QStringLiteral(", "));
}

} // namespace

Inspector::Inspector(const PanelContext& context, std::shared_ptr<const DatasetLookup> lookup,
                     QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_askUser(m_context.jobs,
                { .show =
                      [this](UserExploration user) {
                          m_categoryNames = user.categoryNames;
                          m_exploration = std::move(user);
                          update();
                      } })
    , m_askItem(m_context.jobs,
                { .show =
                      [this](const UserExploration& item) {
                          m_categoryNames = item.categoryNames;
                          if (!item.history.empty() && item.history.front().category >= 0)
                              m_itemCategory = item.history.front().category;
                          update();
                      } })
    , m_lookup(std::move(lookup))
    , m_empty(new EmptyState(this))
    , m_content(new QWidget(this))
{
    setObjectName(QStringLiteral("inspector"));
    setProperty("role", QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    setMinimumWidth(220);
    setupUi();
    const Workspace& workspace = m_context.workspace;
    connect(&workspace, &Workspace::runChanged, this, [this] {
        readRun();
        exploreItem();
    });
    connect(&workspace, &Workspace::datasetChanged, this, [this] {
        readItems();
        readUser();
    });
    connect(&workspace, &Workspace::userChanged, this, &Inspector::readUser);
    connect(&workspace, &Workspace::itemsChanged, this, &Inspector::readItems);
    connect(&workspace, &Workspace::interestChanged, this, &Inspector::update);
    connect(&workspace, &Workspace::categoryChanged, this, &Inspector::update);
    connect(&m_context.storeWatcher, &StoreWatcher::changed, this, &Inspector::readRun);
    connect(&m_context.theme, &Theme::changed, this, &Inspector::update);
    update();
}

Inspector::~Inspector() = default;

void Inspector::setupUi()
{
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(4);
    for (const char* key : { "items", "user", "interest", "category", "run" }) {
        Section section;
        section.key = QLatin1String(key);
        section.heading = new QLabel(m_content);
        section.heading->setProperty("role", QStringLiteral("heading"));
        section.heading->setWordWrap(true);
        section.body = new QLabel(m_content);
        section.body->setObjectName(QStringLiteral("inspector_") % section.key);
        section.body->setTextFormat(Qt::RichText);
        section.body->setWordWrap(true);
        section.body->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        section.body->setContentsMargins(0, 0, 0, 16);
        column->addWidget(section.heading);
        column->addWidget(section.body);
        m_sections.push_back(section);
    }
    column->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_empty);
    layout->addWidget(makeVerticalScroll(m_content, this), 1);
}

QString Inspector::sectionText(const QString& key) const
{
    for (const Section& section : m_sections)
        if (section.key == key && !section.body->isHidden())
            return section.heading->text() % QLatin1Char('\n') % section.body->text();
    return {};
}

void Inspector::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!std::exchange(m_stale, false))
        return;
    readRun();
    readItems();
    readUser();
}

void Inspector::readRun()
{
    const QString id = m_context.workspace.runId();
    if (m_run && QString::fromStdString(m_run->id) != id) {
        m_run.reset();
        m_categoryNames = {};
    }
    m_stale = m_stale || !isVisible();
    if (!id.isEmpty() && isVisible())
        m_context.queries.run(
            this, [&store = m_context.store, id] { return store.run(id.toStdString()); },
            [this, id](RunRecord run) {
                if (id != m_context.workspace.runId())
                    return;
                const bool other = !m_run || m_run->id != run.id;
                m_run = std::move(run);
                if (other)
                    exploreItem();
                update();
            },
            [](ErrorCode, const QString& detail) { qWarning("%s", qUtf8Printable(detail)); });
    update();
}

void Inspector::readItems()
{
    m_items.clear();
    m_itemCategory.reset();
    const QString file = m_context.workspace.datasetPath();
    const QStringList ids = m_context.workspace.itemIds();
    m_stale = m_stale || !isVisible();
    if (!file.isEmpty() && !ids.isEmpty() && isVisible()) {
        std::vector<std::string> wanted;
        for (const QString& id : ids)
            if (wanted.size() < itemLimit)
                wanted.push_back(id.toStdString());
        m_context.queries.run(
            this, [lookup = m_lookup, file, wanted] { return lookup->items(file, wanted); },
            [this, ids](std::vector<ItemCard> cards) {
                if (ids != m_context.workspace.itemIds())
                    return;
                m_items = std::move(cards);
                update();
            },
            [](ErrorCode, const QString& detail) { qWarning("%s", qUtf8Printable(detail)); });
    }
    exploreItem();
    update();
}

void Inspector::readUser()
{
    m_user.reset();
    m_exploration.reset();
    const QString file = m_context.workspace.datasetPath();
    const QString id = m_context.workspace.userId();
    m_stale = m_stale || !isVisible();
    if (!file.isEmpty() && !id.isEmpty() && isVisible())
        m_context.queries.run(
            this, [lookup = m_lookup, file, id] { return lookup->user(file, id.toStdString()); },
            [this, id](std::optional<UserCard> card) {
                if (id != m_context.workspace.userId())
                    return;
                m_user = std::move(card);
                update();
            },
            [](ErrorCode, const QString& detail) { qWarning("%s", qUtf8Printable(detail)); });
    exploreUser();
    update();
}

void Inspector::exploreUser()
{
    m_askUser.drop();
    const Workspace& workspace = m_context.workspace;
    if (!isVisible() || workspace.runId().isEmpty() || workspace.userId().isEmpty())
        return;
    RecommendJobRequest request;
    request.run = workspace.runId().toStdString();
    request.userId = workspace.userId().toStdString();
    request.k = 1;
    m_askUser(makeRecommendJob(m_context.store, m_context.paths, request));
}

bool Inspector::hasCategories() const
{
    const auto& models = availableModels();
    return m_run && std::any_of(models.begin(), models.end(), [this](const ModelInfo& model) {
               return model.name == m_run->model && model.hasCategories;
           });
}

/// The hyper-category of one item is what a history of this item alone is assigned to.
void Inspector::exploreItem()
{
    m_askItem.drop();
    m_itemCategory.reset();
    const Workspace& workspace = m_context.workspace;
    if (!isVisible() || workspace.itemIds().size() != 1 || !hasCategories())
        return;
    RecommendJobRequest request;
    request.run = workspace.runId().toStdString();
    request.historyItems = std::vector<std::string> { workspace.itemIds().front().toStdString() };
    request.k = 1;
    m_askItem(makeRecommendJob(m_context.store, m_context.paths, request));
}

QString Inspector::categoryName(int category) const
{
    const std::string name = m_categoryNames.of(category);
    return QStringLiteral("<span style='color:%1'>■</span> %2")
        .arg(Theme::categoryColor(category).name(),
             name.empty() ? tr("hyper-category %1").arg(category + 1)
                          : breakable(numberedCategory(category, name)));
}

QString Inspector::itemsHtml() const
{
    QString html;
    for (const ItemCard& item : m_items) {
        QString rows = row(tr("Id"), QString::fromStdString(item.id));
        if (!item.title.empty())
            rows += row(tr("Title"), QString::fromStdString(item.title));
        if (!item.tags.empty())
            rows += row(tr("Tags"), joined(item.tags));
        rows += row(tr("Interactions"), countText(item.interactions));
        rows += row(tr("Popularity"), tr("rank %1 of %2").arg(countText(item.rank), countText(item.items)));
        html += table(rows);
        if (m_itemCategory && m_items.size() == 1)
            html += categoryName(*m_itemCategory);
    }
    return html;
}

QString Inspector::userHtml() const
{
    if (!m_user)
        return {};
    QString rows = row(tr("Id"), QString::fromStdString(m_user->id));
    rows += row(tr("History"),
                tr("%n interaction(s)", nullptr, static_cast<int>(m_user->train + m_user->valid)));
    rows += row(tr("Held out"), tr("%n interaction(s)", nullptr, static_cast<int>(m_user->test)));
    if (m_exploration) {
        const auto name = [this](int interest) {
            const std::string text = m_exploration->interestName(interest);
            return text.empty() ? QString()
                                : QString(QString::fromStdString(text) % QStringLiteral(" \u00B7 "));
        };
        for (const auto& interest : m_exploration->interests)
            if (interest.valid)
                rows += row(interestTitle(interest.index, {}),
                            name(interest.index)
                                % tr("%n item(s), intensity %1", nullptr, static_cast<int>(interest.items))
                                      .arg(interest.intensity, 0, 'f', 1));
    }
    return table(rows);
}

QString Inspector::interestHtml() const
{
    const int index = m_context.workspace.interest();
    if (!m_exploration || index < 0 || index >= static_cast<int>(m_exploration->interests.size()))
        return {};
    const auto& interest = m_exploration->interests[static_cast<std::size_t>(index)];
    QString rows = row(tr("User"), QString::fromStdString(m_exploration->userId));
    rows += row(tr("History items"), countText(interest.items));
    rows += row(tr("Intensity"), QString::number(interest.intensity, 'f', 2));
    return table(rows);
}

QString Inspector::categoryHtml() const
{
    const int category = m_context.workspace.category();
    if (category < 0)
        return {};
    QString html = categoryName(category);
    if (m_exploration) {
        const auto inHistory
            = std::count_if(m_exploration->history.begin(), m_exploration->history.end(),
                            [category](const HistoryEntry& entry) { return entry.category == category; });
        html += table(
            row(tr("Of the user's history"), tr("%n item(s)", nullptr, static_cast<int>(inHistory))));
    }
    return html;
}

QString Inspector::runHtml() const
{
    if (!m_run)
        return {};
    QString rows = row(tr("State"), runStateText(runStateName(m_run->state)));
    rows += row(tr("Data set"), QString::fromStdString(m_run->datasetName));
    for (const ModelInfo& model : availableModels()) {
        if (model.name != m_run->model)
            continue;
        rows += row(tr("Model"), QString::fromStdString(model.title));
        for (const ParamSpec& spec : model.params) {
            const auto value = m_run->params.find(spec.key);
            if (value != m_run->params.end() && value->second != paramText(spec.defaultValue))
                rows += row(QString::fromStdString(spec.key), QString::fromStdString(value->second));
        }
    }
    for (const auto& [stage, metric] : m_run->bestMetric) {
        const auto epoch = m_run->bestEpoch.find(stage);
        rows += row(tr("%1, best validation Recall@200").arg(stageTitle(stage)),
                    epoch == m_run->bestEpoch.end()
                        ? metricText(metric)
                        : tr("%1 in epoch %2").arg(metricText(metric)).arg(epoch->second));
    }
    if (m_run->test)
        for (const auto& [cutoff, recall] : m_run->test->of("recall"))
            rows += row(tr("Test Recall@%1").arg(cutoff), metricText(recall));
    return table(rows);
}

void Inspector::say(const QString& key, const QString& heading, const QString& html)
{
    for (const Section& section : m_sections) {
        if (section.key != key)
            continue;
        section.heading->setText(heading);
        section.body->setText(html);
        section.body->setAccessibleName(heading);
        section.heading->setVisible(!html.isEmpty());
        section.body->setVisible(!html.isEmpty());
    }
}

void Inspector::update()
{
    const Workspace& workspace = m_context.workspace;
    say(QStringLiteral("items"),
        tr("%n selected item(s)", nullptr, static_cast<int>(workspace.itemIds().size())), itemsHtml());
    say(QStringLiteral("user"), tr("User %1").arg(workspace.userId()), userHtml());
    const int interest = workspace.interest();
    say(QStringLiteral("interest"),
        numberedInterest(interest, m_exploration ? m_exploration->interestName(interest) : std::string()),
        interestHtml());
    say(QStringLiteral("category"), tr("Hyper-category %1").arg(workspace.category() + 1), categoryHtml());
    say(QStringLiteral("run"), m_run ? QString::fromStdString(m_run->name) : QString(), runHtml());
    m_empty->setTexts(tr("Nothing is selected"),
                      tr("Choose a run, a user or an item: what is known of it is shown here."));
    const bool any = std::any_of(m_sections.begin(), m_sections.end(),
                                 [](const Section& section) { return !section.body->text().isEmpty(); });
    m_empty->setVisible(!any);
    m_content->setVisible(any);
}

void Inspector::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        update();
    QWidget::changeEvent(event);
}

} // namespace opal
