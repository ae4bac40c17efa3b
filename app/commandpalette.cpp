// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandpalette.h"

#include <algorithm>
#include <utility>

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "app/actionregistry.h"
#include "core/base/fuzzymatch.h"
#include "core/store/runstore.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/panelkeys.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

constexpr int paletteWidth = 640;
constexpr int visibleRows = 12;
constexpr std::size_t datasetLimit = 8;
constexpr std::size_t entryLimit = 60;

enum Role { DetailRole = Qt::UserRole + 1, KindRole };

/// Icon, title, detail in the secondary colour, kind at the right.
class EntryDelegate final : public QStyledItemDelegate
{
public:
    EntryDelegate(const Theme& theme, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return { QStyledItemDelegate::sizeHint(option, index).width(), Theme::rowHeight + 4 };
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const ThemeTokens& tokens = m_theme.tokens();
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, tokens.selection);
        QRect rest = option.rect.adjusted(12, 0, -12, 0);
        const QIcon icon = qvariant_cast<QIcon>(index.data(Qt::DecorationRole));
        icon.paint(painter, QRect(rest.left(), rest.center().y() - 8, 16, 16));
        rest.setLeft(rest.left() + 28);
        const QString kind = index.data(KindRole).toString();
        painter->setFont(option.font);
        painter->setPen(tokens.secondary);
        const int kindWidth = option.fontMetrics.horizontalAdvance(kind);
        painter->drawText(rest, Qt::AlignRight | Qt::AlignVCenter, kind);
        rest.setRight(rest.right() - kindWidth - 16);
        painter->setPen(tokens.text);
        const QString title = option.fontMetrics.elidedText(index.data(Qt::DisplayRole).toString(),
                                                            Qt::ElideRight, rest.width());
        painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, title);
        rest.setLeft(rest.left() + option.fontMetrics.horizontalAdvance(title) + 12);
        painter->setPen(tokens.secondary);
        if (rest.width() > 24)
            painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                              option.fontMetrics.elidedText(index.data(DetailRole).toString(), Qt::ElideRight,
                                                            rest.width()));
        painter->restore();
    }

private:
    const Theme& m_theme;
};

} // namespace

CommandPalette::CommandPalette(const PanelContext& context, ActionRegistry& actions,
                               std::shared_ptr<const DatasetLookup> lookup, QWidget* window)
    : QFrame(window)
    , m_context(context)
    , m_actions(actions)
    , m_lookup(std::move(lookup))
    , m_field(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_model(new QStandardItemModel(this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setProperty("role", QStringLiteral("palette"));
    m_field->setObjectName(QStringLiteral("paletteField"));
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new EntryDelegate(m_context.theme, m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    hide();
    m_field->installEventFilter(this);
    window->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) { choose(index.row()); });
    connect(qApp, &QApplication::focusChanged, this, [this](const QWidget*, const QWidget* now) {
        if (isVisible() && now && now != this && !isAncestorOf(now))
            hide();
    });
    retranslate();
}

CommandPalette::~CommandPalette() = default;

void CommandPalette::open()
{
    if (!isVisible())
        m_before = QApplication::focusWidget();
    m_hits.clear();
    m_hitsText.clear();
    place();
    QFrame::show();
    raise();
    m_field->clear();
    m_field->setFocus(Qt::ShortcutFocusReason);
    readRuns();
    search();
}

void CommandPalette::dismiss()
{
    hide();
    if (m_before)
        m_before->setFocus(Qt::OtherFocusReason);
    m_before.clear();
}

void CommandPalette::place()
{
    const QWidget* window = parentWidget();
    const int width = std::min(paletteWidth, window->width() - 32);
    const int rows = std::clamp(m_model->rowCount(), 1, visibleRows);
    const int height
        = std::min(m_field->sizeHint().height() + rows * (Theme::rowHeight + 4) + 28, window->height() - 96);
    setGeometry((window->width() - width) / 2, 72, width, height);
}

void CommandPalette::readRuns()
{
    m_context.queries.run(
        this, [&store = m_context.store] { return store.runs(); },
        [this](std::vector<RunRecord> runs) {
            m_runs = std::move(runs);
            if (isVisible())
                search();
        },
        // A busy database: the runs of the last time stay.
        [](ErrorCode, const QString& detail) { qWarning("%s", qUtf8Printable(detail)); });
}

std::vector<CommandPalette::Entry> CommandPalette::actionEntries(const std::string& text) const
{
    std::vector<Entry> entries;
    for (const ActionRegistry::Entry& entry : m_actions.entries()) {
        const bool shown = !entry.keys || entry.keys->where().isVisible();
        if (!shown || !entry.action->isEnabled() || entry.spec.id == QLatin1String("go.search"))
            continue;
        const bool panel = !entry.spec.icon.isEmpty() && !entry.spec.heading
            && entry.spec.id == QStringLiteral("view.") % entry.spec.icon;
        Entry row;
        row.title = ActionRegistry::plainText(entry);
        row.kind = panel ? tr("Panel") : ActionRegistry::groupTitle(entry.spec.group);
        row.icon = m_context.theme.icon(entry.spec.icon);
        row.detail = entry.action->shortcut().toString(QKeySequence::NativeText);
        row.score = fuzzyScore(row.title.toStdString(), text);
        if (panel)
            row.score += row.score > 0 ? 50 : 0;
        row.isCommand = true;
        row.choose = [action = QPointer<QAction>(entry.action)] {
            if (action)
                action->trigger();
        };
        if (row.score > 0)
            entries.push_back(std::move(row));
    }
    return entries;
}

std::vector<CommandPalette::Entry> CommandPalette::runEntries(const std::string& text) const
{
    std::vector<Entry> entries;
    for (const RunRecord& run : m_runs) {
        const int score
            = std::max(fuzzyScore(run.name, text), fuzzyScore(run.name + " " + run.datasetName, text) / 2);
        if (score <= 0)
            continue;
        Entry row;
        row.title = QString::fromStdString(run.name);
        row.detail = QString::fromStdString(run.datasetName);
        row.kind = tr("Run");
        row.icon = m_context.theme.icon(QStringLiteral("runs"));
        row.score = score;
        row.choose = [&workspace = m_context.workspace, id = QString::fromStdString(run.id)] {
            workspace.setRun(id);
        };
        entries.push_back(std::move(row));
    }
    return entries;
}

std::vector<CommandPalette::Entry> CommandPalette::datasetEntries() const
{
    std::vector<Entry> entries;
    for (const DatasetHit& hit : m_hits) {
        const QString id = QString::fromStdString(hit.id);
        const bool user = hit.kind == DatasetHit::Kind::User;
        Entry row;
        row.title = user || hit.title.empty() ? id : QString::fromStdString(hit.title);
        row.kind = user ? tr("User") : tr("Item");
        row.detail = user || hit.title.empty() ? QString() : id % QStringLiteral("  ");
        row.detail += tr("%1 interactions").arg(countText(hit.interactions));
        row.icon = m_context.theme.icon(user ? QStringLiteral("user") : QStringLiteral("play"));
        row.score = hit.score;
        row.choose = [&workspace = m_context.workspace, id, user] {
            if (user) {
                workspace.setUser(id);
                workspace.showPanel(QStringLiteral("interests"));
            } else {
                workspace.setItems({ id });
            }
        };
        entries.push_back(std::move(row));
    }
    return entries;
}

void CommandPalette::search()
{
    const std::string text = m_field->text().trimmed().toStdString();
    std::vector<Entry> entries = actionEntries(text);
    for (auto& found : { runEntries(text), text == m_hitsText ? datasetEntries() : std::vector<Entry>() })
        entries.insert(entries.end(), found.begin(), found.end());
    // What the window can do stands first, unless only scattered letters of it were typed.
    const auto rank = [](const Entry& entry) {
        return std::pair(entry.isCommand && entry.score >= fuzzyWholeWords, entry.score);
    };
    if (!text.empty())
        std::stable_sort(entries.begin(), entries.end(),
                         [rank](const Entry& a, const Entry& b) { return rank(a) > rank(b); });
    if (entries.size() > entryLimit)
        entries.resize(entryLimit);
    show(std::move(entries));
    if (text != m_hitsText)
        askDataset();
}

/// One question at a time; the newest text is asked next.
void CommandPalette::askDataset()
{
    const std::string text = m_field->text().trimmed().toStdString();
    const QString file = m_context.workspace.datasetPath();
    if (m_asking || text.empty() || file.isEmpty())
        return;
    m_asking = true;
    const auto done = [this, text](std::vector<DatasetHit> hits) {
        m_asking = false;
        m_hits = std::move(hits);
        m_hitsText = text;
        if (isVisible())
            search();
    };
    m_context.queries.run(
        this, [lookup = m_lookup, file, text] { return lookup->find(file, text, datasetLimit); }, done,
        [done](ErrorCode, const QString& detail) {
            qWarning("%s", qUtf8Printable(detail));
            done({});
        });
}

void CommandPalette::show(std::vector<Entry> entries)
{
    const int row = m_list->currentIndex().row();
    const bool same = row > 0 && row < static_cast<int>(std::min(entries.size(), m_entries.size()))
        && entries[static_cast<std::size_t>(row)].title == m_entries[static_cast<std::size_t>(row)].title;
    m_entries = std::move(entries);
    m_model->clear();
    for (const Entry& entry : m_entries) {
        auto* item = new QStandardItem(entry.icon, entry.title);
        item->setData(entry.detail, DetailRole);
        item->setData(entry.kind, KindRole);
        item->setData(QStringLiteral("%1: %2, %3").arg(entry.kind, entry.title, entry.detail),
                      Qt::AccessibleTextRole);
        m_model->appendRow(item);
    }
    const QString asked = m_field->text().trimmed();
    // The data set may not have answered yet.
    if (m_entries.empty()
        && (m_hitsText == asked.toStdString() || m_context.workspace.datasetPath().isEmpty())) {
        auto* none = new QStandardItem(tr("Nothing found for \u201C%1\u201D").arg(asked));
        none->setFlags(Qt::NoItemFlags);
        m_model->appendRow(none);
    }
    m_list->setCurrentIndex(m_model->index(same ? row : 0, 0));
    place();
}

bool CommandPalette::handleKey(int key)
{
    const int row = m_list->currentIndex().row();
    const int last = m_model->rowCount() - 1;
    const auto go = [this, last](int to) {
        m_list->setCurrentIndex(m_model->index(std::clamp(to, 0, std::max(last, 0)), 0));
        return true;
    };
    switch (key) {
    case Qt::Key_Down:
        return go(row == last ? 0 : row + 1);
    case Qt::Key_Up:
        return go(row <= 0 ? last : row - 1);
    case Qt::Key_PageDown:
        return go(row + visibleRows - 1);
    case Qt::Key_PageUp:
        return go(row - visibleRows + 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(row);
        return true;
    case Qt::Key_Escape:
        dismiss();
        return true;
    default:
        return false;
    }
}

void CommandPalette::choose(int row)
{
    if (row < 0 || row >= static_cast<int>(m_entries.size()))
        return;
    const auto run = m_entries[static_cast<std::size_t>(row)].choose;
    dismiss();
    run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress)
        return handleKey(static_cast<QKeyEvent*>(event)->key());
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched == parentWidget() && event->type() == QEvent::MouseButtonPress && isVisible())
        dismiss();
    return QFrame::eventFilter(watched, event);
}

void CommandPalette::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void CommandPalette::retranslate()
{
    m_field->setPlaceholderText(tr("Panels, actions, runs, users, items"));
    m_field->setAccessibleName(tr("Search"));
    m_list->setAccessibleName(tr("What was found"));
    setAccessibleName(tr("Command palette"));
}

} // namespace opal
