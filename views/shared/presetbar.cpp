// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shared/presetbar.h"

#include <algorithm>

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

#include "core/jobs/jobs.h"
#include "core/jobs/trainconfig.h"
#include "core/store/presetstore.h"
#include "core/store/runstore.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/workspace.h"

namespace opal {

namespace {

constexpr std::size_t runsInMenu = 20;
const QString userPrefix = QStringLiteral("user:");

} // namespace

PresetBar::PresetBar(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_combo(new QComboBox(this))
    , m_more(new QPushButton(this))
    , m_menu(new QMenu(this))
    , m_runs(new QMenu(m_menu))
    , m_entries(1)
{
    m_combo->setObjectName(QStringLiteral("presetCombo"));
    m_combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_more->setObjectName(QStringLiteral("presetMenu"));
    m_more->setProperty("hasMenu", QStringLiteral("true"));
    setupMenu();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_combo, 1);
    layout->addWidget(m_more);
    connect(m_combo, &QComboBox::currentIndexChanged, this, [this] {
        updateActions();
        Q_EMIT chosen();
    });
    fillCombo({});
}

void PresetBar::setupMenu()
{
    m_more->setMenu(m_menu);
    m_save = m_menu->addAction({}, this, &PresetBar::savePreset);
    m_save->setObjectName(QStringLiteral("savePreset"));
    m_saveFile = m_menu->addAction({}, this, &PresetBar::saveFile);
    m_saveFile->setObjectName(QStringLiteral("saveParameters"));
    m_remove = m_menu->addAction({}, this, &PresetBar::removePreset);
    m_remove->setObjectName(QStringLiteral("removePreset"));
    m_menu->addSeparator();
    m_fromShown = m_menu->addAction({}, this, [this] {
        if (m_shownRun)
            Q_EMIT runChosen(*m_shownRun);
    });
    m_fromShown->setObjectName(QStringLiteral("fromShownRun"));
    m_runs->setObjectName(QStringLiteral("fromRunMenu"));
    m_menu->addMenu(m_runs);
    connect(m_runs, &QMenu::aboutToShow, this, &PresetBar::fillRuns);
}

void PresetBar::setModel(const std::string& model)
{
    m_model = model;
    m_entries.assign(1, {});
    for (const ParamPreset& preset : availablePresets(model))
        m_entries.push_back({ Kind::Built, QString::fromStdString(preset.name),
                              QString::fromStdString(preset.title), preset.values });
    fillCombo({});
    readUserPresets({});
}

void PresetBar::readUserPresets(const QString& thenChoose)
{
    m_context.queries.run(
        this,
        [file = m_context.paths.database(), model = m_model] {
            return std::pair { model, PresetStore(file).presets(model) };
        },
        [this, thenChoose](const std::pair<std::string, std::vector<UserPreset>>& answer) {
            if (answer.first == m_model)
                listUserPresets(answer.second, thenChoose);
        },
        [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
}

void PresetBar::listUserPresets(const std::vector<UserPreset>& presets, const QString& thenChoose)
{
    const QString before = current().key;
    std::erase_if(m_entries, [](const Entry& entry) { return entry.kind == Kind::User; });
    auto place = std::find_if(m_entries.begin(), m_entries.end(),
                              [](const Entry& entry) { return entry.kind >= Kind::Run; });
    for (const UserPreset& preset : presets) {
        const QString name = QString::fromStdString(preset.name);
        place = m_entries.insert(
            place, { Kind::User, userPrefix + name, name, { preset.params.begin(), preset.params.end() } });
        ++place;
    }
    // The person may have typed since: values are given to the form only if another entry is chosen now.
    fillCombo(thenChoose.isEmpty() ? before : thenChoose);
    if (current().key != before || !thenChoose.isEmpty())
        Q_EMIT chosen();
}

void PresetBar::fillCombo(const QString& chosen)
{
    const QSignalBlocker blocker(m_combo);
    m_combo->clear();
    Kind before = Kind::Defaults;
    for (const Entry& entry : m_entries) {
        if (entry.kind != before && entry.kind != Kind::Built)
            m_combo->insertSeparator(m_combo->count());
        before = entry.kind;
        m_combo->addItem(titleOf(entry), entry.key);
    }
    m_combo->setCurrentIndex(std::max(0, m_combo->findData(chosen)));
    updateActions();
}

QString PresetBar::titleOf(const Entry& entry) const
{
    switch (entry.kind) {
    case Kind::Defaults:
        return tr("Defaults");
    case Kind::Built:
        return QCoreApplication::translate("Presets", entry.title.toUtf8().constData());
    case Kind::Run:
        return tr("Run %1").arg(entry.title);
    case Kind::File:
        return tr("File %1").arg(entry.title);
    case Kind::User:
        break;
    }
    return entry.title;
}

const PresetBar::Entry& PresetBar::current() const
{
    const QString key = m_combo->currentData().toString();
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&key](const Entry& entry) { return entry.key == key; });
    return found == m_entries.end() ? m_entries.front() : *found;
}

const PresetBar::Values& PresetBar::values() const
{
    return current().values;
}

void PresetBar::choose(const QString& key)
{
    const int index = m_combo->findData(key);
    if (index >= 0)
        m_combo->setCurrentIndex(index);
}

void PresetBar::chooseRun(const RunRecord& run)
{
    const std::map<std::string, std::string> params = currentParams(run);
    chooseGiven({ Kind::Run,
                  QStringLiteral("run:") + QString::fromStdString(run.id),
                  QString::fromStdString(run.name),
                  { params.begin(), params.end() } });
}

void PresetBar::chooseFile(const QString& title, const Values& values)
{
    chooseGiven({ Kind::File, QStringLiteral("file:") + title, title, values });
}

/// One run and one file at most: what was looked at before is found where it came from.
void PresetBar::chooseGiven(Entry entry)
{
    std::erase_if(m_entries, [&entry](const Entry& known) { return known.kind == entry.kind; });
    m_entries.push_back(std::move(entry));
    fillCombo(m_entries.back().key);
    Q_EMIT chosen();
}

void PresetBar::setSource(std::function<std::map<std::string, std::string>()> source)
{
    m_source = std::move(source);
}

void PresetBar::setShownRun(const std::optional<RunRecord>& run)
{
    m_shownRun = run;
    updateActions();
}

void PresetBar::updateActions()
{
    m_remove->setEnabled(current().kind == Kind::User);
    m_fromShown->setEnabled(m_shownRun.has_value());
}

void PresetBar::savePreset()
{
    const Entry& entry = current();
    m_context.dialogs.askText(
        this, tr("Save as preset"), tr("Name of the preset"),
        entry.kind == Kind::User ? entry.title : QString(), [this](const QString& text) {
            const QString name = text.trimmed();
            const UserPreset preset { m_model, name.toStdString(), m_source() };
            m_context.queries.runVoid(
                this, [file = m_context.paths.database(), preset] { PresetStore(file).save(preset); },
                [this, name] { readUserPresets(userPrefix + name); },
                [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
        });
}

void PresetBar::saveFile()
{
    m_context.dialogs.saveFile(
        this, tr("Save parameters"), tr("Configurations (*.toml)"), QStringLiteral("parameters.toml"),
        [this](const QString& file) {
            const TrainConfig config { m_model, m_context.workspace.datasetPath().toStdString(), m_source() };
            m_context.queries.runVoid(
                this, [file = file.toStdString(), config] { writeTrainConfig(file, config); }, {},
                [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
        });
}

void PresetBar::removePreset()
{
    const QString name = current().title;
    m_context.dialogs.ask(
        this, tr("Remove preset"), tr("Remove the preset %1? Runs made with it stay as they are.").arg(name),
        { { QStringLiteral("remove"), tr("Remove"), Dialogs::Choice::Role::Destructive },
          { QStringLiteral("keep"), tr("Keep"), Dialogs::Choice::Role::Reject } },
        [this, name](const QString& answer) {
            if (answer != QLatin1String("remove"))
                return;
            m_context.queries.runVoid(
                this,
                [file = m_context.paths.database(), model = m_model, name = name.toStdString()] {
                    PresetStore(file).remove(model, name);
                },
                [this] { readUserPresets({}); },
                [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
        });
}

void PresetBar::fillRuns()
{
    m_runs->clear();
    m_runs->addAction(tr("Reading the runs"))->setEnabled(false);
    m_context.queries.run(
        this, [&store = m_context.store] { return store.runs(); },
        [this](std::vector<RunRecord> runs) {
            m_runs->clear();
            if (runs.empty())
                m_runs->addAction(tr("No runs yet"))->setEnabled(false);
            runs.resize(std::min(runs.size(), runsInMenu));
            for (const RunRecord& run : runs)
                m_runs->addAction(QString::fromStdString(run.name), this,
                                  [this, run] { Q_EMIT runChosen(run); });
        },
        [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
}

void PresetBar::retranslate()
{
    m_combo->setAccessibleName(tr("Preset"));
    m_more->setText(tr("More"));
    m_more->setAccessibleName(tr("More about presets"));
    m_save->setText(tr("Save as preset"));
    m_saveFile->setText(tr("Save to a file…"));
    m_remove->setText(tr("Remove preset"));
    m_fromShown->setText(tr("Parameters of the shown run"));
    m_runs->setTitle(tr("Parameters of a run"));
    for (int index = 0; index < m_combo->count(); ++index)
        for (const Entry& entry : m_entries)
            if (m_combo->itemData(index).isValid() && entry.key == m_combo->itemData(index).toString())
                m_combo->setItemText(index, titleOf(entry));
}

} // namespace opal
