// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workspacebar.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include "core/store/runstore.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/storewatcher.h"
#include "views/shell/theme.h"
#include "views/shell/workspace.h"

namespace opal {

namespace {

constexpr std::size_t menuLength = 25;
constexpr int pickerTextPx = 240;

} // namespace

WorkspaceBar::WorkspaceBar(const PanelContext& context, QWidget* parent)
    : QFrame(parent)
    , m_context(context)
    , m_logo(new QLabel(this))
    , m_title(new QLabel(this))
    , m_datasetPicker(makePicker(QStringLiteral("datasetPicker"), m_datasetMenu))
    , m_runPicker(makePicker(QStringLiteral("runPicker"), m_runMenu))
    , m_user(new QLineEdit(this))
    , m_back(new QToolButton(this))
    , m_forward(new QToolButton(this))
    , m_search(new QPushButton(this))
{
    setObjectName(QStringLiteral("workspaceBar"));
    setProperty("role", QStringLiteral("bar"));
    setFixedHeight(48);
    m_logo->setPixmap(QIcon(QStringLiteral(":/icons/opal-studio.svg")).pixmap(24, 24));
    m_title->setProperty("role", QStringLiteral("heading"));
    m_user->setObjectName(QStringLiteral("userField"));
    m_user->setFixedWidth(160);
    m_user->setClearButtonEnabled(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 16, 0);
    layout->setSpacing(8);
    layout->addWidget(m_logo);
    layout->addWidget(m_title);
    layout->addSpacing(16);
    layout->addWidget(m_back);
    layout->addWidget(m_forward);
    layout->addSpacing(4);
    layout->addWidget(m_datasetPicker);
    layout->addWidget(m_runPicker);
    layout->addWidget(m_user);
    layout->addStretch();
    layout->addWidget(m_search);

    Workspace& workspace = m_context.workspace;
    connect(m_datasetMenu, &QMenu::aboutToShow, this, &WorkspaceBar::fillDatasetMenu);
    connect(m_runMenu, &QMenu::aboutToShow, this, &WorkspaceBar::fillRunMenu);
    connect(m_user, &QLineEdit::returnPressed, this, [this] {
        m_context.workspace.setUser(m_user->text().trimmed());
        m_context.workspace.showPanel(QStringLiteral("interests"));
    });
    connect(&workspace, &Workspace::datasetChanged, this, &WorkspaceBar::refresh);
    connect(&workspace, &Workspace::runChanged, this, &WorkspaceBar::refresh);
    connect(&workspace, &Workspace::userChanged, this, &WorkspaceBar::refresh);
    connect(&m_context.storeWatcher, &StoreWatcher::changed, this, &WorkspaceBar::readLists);
    refresh();
    readLists();
}

void WorkspaceBar::setActions(QAction* back, QAction* forward, QAction* search)
{
    m_searchAction = search;
    m_back->setObjectName(QStringLiteral("backButton"));
    m_forward->setObjectName(QStringLiteral("forwardButton"));
    for (const auto& [button, action] : { std::pair(m_back, back), std::pair(m_forward, forward) }) {
        button->setProperty("role", QStringLiteral("dockButton"));
        button->setIconSize({ 18, 18 });
        button->setDefaultAction(action);
    }
    m_search->setObjectName(QStringLiteral("searchField"));
    m_search->setProperty("role", QStringLiteral("search"));
    m_search->setFixedWidth(220);
    connect(m_search, &QPushButton::clicked, search, &QAction::trigger);
    connect(search, &QAction::changed, this, &WorkspaceBar::refresh);
    connect(&m_context.theme, &Theme::changed, this, &WorkspaceBar::refresh);
    refresh();
}

QPushButton* WorkspaceBar::makePicker(const QString& name, QMenu*& menu)
{
    auto* button = new QPushButton(this);
    button->setObjectName(name);
    button->setProperty("hasMenu", QStringLiteral("true"));
    menu = new QMenu(button);
    menu->setToolTipsVisible(true);
    button->setMenu(menu);
    return button;
}

void WorkspaceBar::readLists()
{
    if (m_reading) {
        m_readAgain = true;
        return;
    }
    m_reading = true;
    m_readAgain = false;
    const auto done = [this] {
        m_reading = false;
        if (m_readAgain)
            readLists();
    };
    m_context.queries.run(
        this, [&store = m_context.store] { return std::pair(store.runs(), store.datasetFiles()); },
        [this, done](std::pair<std::vector<RunRecord>, std::vector<DatasetRecord>> lists) {
            std::tie(m_runs, m_datasets) = std::move(lists);
            refresh();
            Q_EMIT listsRead(m_runs, m_datasets);
            done();
        },
        // A busy database is read again at its next change; the pickers keep what they have.
        [done](ErrorCode, const QString&) { done(); });
}

void WorkspaceBar::fillDatasetMenu()
{
    m_datasetMenu->clear();
    std::size_t shown = 0;
    for (const DatasetRecord& record : m_datasets) {
        if (++shown > menuLength)
            break;
        const QString path = QString::fromStdString(record.path);
        QAction* action = m_datasetMenu->addAction(QString::fromStdString(record.name));
        action->setToolTip(path);
        action->setCheckable(true);
        action->setChecked(path == m_context.workspace.datasetPath());
        connect(action, &QAction::triggered, this, [this, path] { Q_EMIT datasetChosen(path); });
    }
    if (!m_datasets.empty())
        m_datasetMenu->addSeparator();
    m_datasetMenu->addAction(tr("Import or open…"), this,
                             [this] { m_context.workspace.showPanel(QStringLiteral("data")); });
}

void WorkspaceBar::fillRunMenu()
{
    m_runMenu->clear();
    std::size_t shown = 0;
    for (const RunRecord& record : m_runs) {
        if (++shown > menuLength)
            break;
        const QString id = QString::fromStdString(record.id);
        QString text = QString::fromStdString(record.name);
        if (!record.datasetName.empty())
            text += QStringLiteral("   ") % QString::fromStdString(record.datasetName);
        QAction* action = m_runMenu->addAction(text.replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setCheckable(true);
        action->setChecked(id == m_context.workspace.runId());
        connect(action, &QAction::triggered, this, [this, id] { m_context.workspace.setRun(id); });
    }
    if (!m_runs.empty())
        m_runMenu->addSeparator();
    m_runMenu->addAction(tr("All runs…"), this,
                         [this] { m_context.workspace.showPanel(QStringLiteral("runs")); });
}

void WorkspaceBar::refresh()
{
    const Workspace& workspace = m_context.workspace;
    m_title->setText(tr("OPAL Studio"));
    const QString name = workspace.datasetName();
    const QString dataset = name.isEmpty() ? tr("none") : name;
    QString run = tr("none");
    const auto found = std::find_if(m_runs.begin(), m_runs.end(), [&](const RunRecord& record) {
        return QString::fromStdString(record.id) == workspace.runId();
    });
    if (found != m_runs.end())
        run = QString::fromStdString(found->name);
    else if (!workspace.runId().isEmpty())
        run = workspace.runId();
    const auto show = [this](QPushButton* button, const QString& pattern, const QString& value) {
        const QString shown = fontMetrics().elidedText(value, Qt::ElideMiddle, pickerTextPx);
        button->setText(pattern.arg(shown).replace(QLatin1Char('&'), QLatin1String("&&")));
        button->setAccessibleName(pattern.arg(value));
        button->setToolTip(shown == value ? QString() : value);
    };
    show(m_datasetPicker, tr("Data set: %1"), dataset);
    show(m_runPicker, tr("Run: %1"), run);
    m_search->setText(
        tr("Search") % QStringLiteral("   ")
        % (m_searchAction ? m_searchAction->shortcut().toString(QKeySequence::NativeText) : QString()));
    m_search->setAccessibleName(tr("Search panels, actions, runs, users and items"));
    m_search->setIcon(m_context.theme.icon(QStringLiteral("search")));
    m_back->setAccessibleName(tr("Back to the selection before"));
    m_forward->setAccessibleName(tr("Forward to the selection after"));
    if (m_user->text().trimmed() != workspace.userId())
        m_user->setText(workspace.userId());
    m_user->setPlaceholderText(tr("User id"));
    m_user->setAccessibleName(tr("User id"));
    m_user->setToolTip(tr("Type the id of a user and press Enter to see the interests"));
    m_user->setEnabled(!workspace.runId().isEmpty());
}

void WorkspaceBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QFrame::changeEvent(event);
}

} // namespace opal
