// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/data/datapanel.h"

#include <algorithm>
#include <limits>

#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QUrl>

#include "core/jobs/jobs.h"
#include "core/store/runstore.h"
#include "views/figures/datasetfigures.h"
#include "views/figures/figureregistry.h"
#include "views/figures/sppmifigure.h"
#include "views/panels/data/attachform.h"
#include "views/panels/data/datasetcard.h"
#include "views/panels/data/datasetcomparison.h"
#include "views/panels/data/datasetedits.h"
#include "views/panels/data/importform.h"
#include "views/panels/data/profilecache.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/panelkeys.h"
#include "views/shell/shownreader.h"
#include "views/shell/workspace.h"
#include "views/widgets/covercache.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/numbers.h"
#include "views/widgets/showinfolder.h"

namespace opal {

namespace {

constexpr int listWidth = 220;
constexpr std::int64_t liveBytes = 32 << 20; ///< of a log, counted while typing

QString datasetSuffix()
{
    return QStringLiteral(".opaldata");
}

/// A file in the workspace that does not exist yet, named after the data set.
QString freeFile(const QString& folder, const QString& name)
{
    QString base = name;
    base.replace(QRegularExpression(QStringLiteral("[^\\p{L}\\p{N}._-]+")), QStringLiteral("-"));
    if (base.isEmpty() || base.startsWith(u'.'))
        base = QStringLiteral("dataset");
    QString path = folder + u'/' + base + datasetSuffix();
    for (int number = 2; QFileInfo::exists(path); ++number)
        path = folder + u'/' + base + u'-' + QString::number(number) + datasetSuffix();
    return path;
}

QStringList localFiles(const QMimeData& data)
{
    QStringList files;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile())
            files << url.toLocalFile();
    }
    return files;
}

} // namespace

DataPanel::DataPanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
    , m_askPreview(m_context.jobs,
                   { .show = [this](const ImportPreview& preview) { takePreview(preview); },
                     .failed = [this](ErrorCode code, const QString& detail) { takeFailure(code, detail); } })
    , m_askImport(m_context.jobs,
                  { .show = [this](DatasetResult dataset) { takeDataset(std::move(dataset)); },
                    .failed = [this](ErrorCode code, const QString& detail) { takeFailure(code, detail); },
                    .progressed = [this](const JobProgress& progress) { m_form->showProgress(progress); },
                    .busyChanged = [this] { m_form->setRunning(m_askImport.isBusy()); } })
    , m_askDataset(m_context.jobs,
                   { .show = [this](DatasetResult dataset) { takeDataset(std::move(dataset)); },
                     .failed = [this](ErrorCode code, const QString& detail) { takeFailure(code, detail); } })
    , m_askAttach(m_context.jobs,
                  { .show =
                        [this](DatasetResult dataset) {
                            CoverCache::shared().clear(); // also forgets which pictures were missing
                            m_card->attachForm().hide();
                            takeDataset(std::move(dataset));
                        },
                    .failed = [this](ErrorCode code, const QString& detail) { takeFailure(code, detail); },
                    .progressed
                    = [this](const JobProgress& progress) { m_card->attachForm().showProgress(progress); },
                    .busyChanged = [this] { m_card->attachForm().setRunning(m_askAttach.isBusy()); } })
    , m_askCheck(
          m_context.jobs,
          { .show = [this](const LogCheck& check) { m_form->setCheck(check); },
            .failed = [this](ErrorCode code, const QString& detail) { takeFailure(code, detail); },
            .progressed = [this](const JobProgress& progress) { m_form->showChecking(progress.fraction); } })
    , m_profiles(new ProfileCache(context.jobs, this))
{
    setAcceptDrops(true);
    setupUi();
    connectSignals();
    DataPanel::retranslate();
    showCurrent();
}

QString DataPanel::title() const
{
    return tr("Data");
}

void DataPanel::setupUi()
{
    auto* side = new QWidget(this);
    side->setFixedWidth(listWidth);
    m_heading = new QLabel(side);
    m_heading->setProperty("role", QStringLiteral("heading"));
    m_list = new QListWidget(side);
    m_list->setObjectName(QStringLiteral("datasets"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_importButton = new QPushButton(side);
    m_importButton->setObjectName(QStringLiteral("importLog"));
    m_importButton->setProperty("role", QStringLiteral("primary"));
    m_openButton = new QPushButton(side);
    m_openButton->setObjectName(QStringLiteral("openDataset"));
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_heading);
    column->addWidget(m_list, 1);
    column->addWidget(m_importButton);
    column->addWidget(m_openButton);

    m_error = new ErrorBar(this);
    m_edits = new DatasetEdits(m_context, this);
    m_empty = new EmptyState(this);
    m_form = new ImportForm(m_context.dialogs, m_context.theme, this);
    m_card = new DatasetCard(m_context.dialogs, m_context.theme, this);
    m_comparison = new DatasetComparison(m_context.theme, this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_form);
    m_pages->addWidget(m_card);
    m_pages->addWidget(m_comparison);
    auto* main = new QVBoxLayout;
    main->setSpacing(12);
    main->addWidget(m_error);
    main->addWidget(m_edits->bar());
    main->addWidget(m_pages, 1);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(16);
    layout->addWidget(side);
    layout->addLayout(main, 1);
}

void DataPanel::connectSignals()
{
    connect(m_importButton, &QPushButton::clicked, this, &DataPanel::chooseFiles);
    connect(m_openButton, &QPushButton::clicked, this, &DataPanel::chooseDataset);
    connect(m_empty, &EmptyState::actionTriggered, this, &DataPanel::chooseFiles);
    connect(m_form, &ImportForm::otherFilesRequested, this, &DataPanel::chooseFiles);
    connect(m_form, &ImportForm::importRequested, this, &DataPanel::startImport);
    connect(m_form, &ImportForm::closed, this, &DataPanel::showCurrent);
    connect(m_form, &ImportForm::checkRequested, this, &DataPanel::checkImport);
    connect(m_card, &DatasetCard::compareRequested, this, &DataPanel::compareWith);
    connect(m_comparison, &DatasetComparison::closed, this, &DataPanel::showCurrent);
    connect(m_profiles, &ProfileCache::ready, this, &DataPanel::takeProfile);
    connect(m_profiles, &ProfileCache::failed, this,
            [this](const QString& path, ErrorCode code, const QString& detail) {
                if (path == m_context.workspace.datasetPath())
                    m_card->showProfileProblem();
                m_error->showError(m_context, code, detail);
            });
    const auto stop = [this] {
        m_askImport.cancel();
        m_askAttach.cancel();
    };
    connect(m_form, &ImportForm::stopRequested, this, stop);
    connect(&m_card->attachForm(), &AttachForm::stopRequested, this, stop);
    connect(&m_card->attachForm(), &AttachForm::attachRequested, this, &DataPanel::attachSideTable);
    connect(m_list, &QListWidget::itemActivated, this,
            [this](const QListWidgetItem* item) { openDataset(item->data(Qt::UserRole).toString()); });
    connect(m_list, &QListWidget::itemClicked, this,
            [this](const QListWidgetItem* item) { openDataset(item->data(Qt::UserRole).toString()); });
    connect(m_list, &QListWidget::customContextMenuRequested, this, &DataPanel::showMenu);
    connect(m_edits, &DatasetEdits::written, this, &DataPanel::reloadList);
    connect(m_edits, &DatasetEdits::failed, this,
            [this](ErrorCode code, const QString& detail) { m_error->showError(m_context, code, detail); });
    new PanelKeys(
        *m_list, QStringLiteral("renameDataset"), { Qt::Key_F2 }, PanelKeys::Reach::Widget,
        [] { return tr("Rename the selected data set"); },
        [this] {
            if (const DatasetRecord* record = recordOf(m_list->currentItem()))
                m_edits->rename(*record);
        });
    new PanelKeys(
        *m_list, QStringLiteral("removeDataset"), { QKeySequence::Delete }, PanelKeys::Reach::Widget,
        [] { return tr("Take the selected data set off the list"); },
        [this] {
            if (const DatasetRecord* record = recordOf(m_list->currentItem()))
                m_edits->remove(*record);
        });
    connect(&m_context.workspace, &Workspace::datasetChanged, this, [this] {
        fillList();
        if (!m_askImport.isBusy() && m_pages->currentWidget() != m_form)
            showCurrent();
    });
    new ShownReader(*this, m_context.storeWatcher, [this] { reloadList(); });
}

void DataPanel::retranslate()
{
    m_heading->setText(tr("Data sets"));
    m_list->setAccessibleName(tr("Known data sets"));
    m_importButton->setText(tr("Import a log\u2026"));
    m_importButton->setAccessibleName(tr("Import a log"));
    m_openButton->setText(tr("Open a data set\u2026"));
    m_openButton->setAccessibleName(tr("Open a data set"));
    m_empty->setTexts(tr("No data set is open"),
                      tr("Drop a log here or choose one: the studio looks at its first rows, asks what its "
                         "columns mean and "
                         "makes a data set to train on."),
                      tr("Import a log"));
    m_form->retranslate();
    m_card->retranslate();
    m_comparison->retranslate();
}

std::vector<FigureRequest> DataPanel::figures() const
{
    auto profiles = std::make_shared<DatasetProfiles>();
    const QString path = m_context.workspace.datasetPath();
    const auto summary = m_context.workspace.datasetSummary();
    const bool compares = m_pages->currentWidget() == m_comparison;
    if (!summary || (!compares && m_pages->currentWidget() != m_card))
        return {};
    if (auto profile = m_profiles->find(path, summary->hash))
        profiles->sets.push_back(std::move(profile));
    if (auto other = m_profiles->find(m_comparedPath, {}); other && compares)
        profiles->sets.push_back(std::move(other));
    std::vector<FigureRequest> requests;
    if (profiles->sets.empty())
        return requests;
    FigureSubject subject;
    subject.datasetFile = path;
    for (const DatasetFigure& figure : datasetFigures()) {
        if (figure.missing(*profiles).isEmpty())
            requests.push_back(
                figureRequest(figure.key, std::shared_ptr<const DatasetProfiles>(profiles), subject));
    }
    return requests;
}

void DataPanel::chooseFiles()
{
    m_context.dialogs.openFiles(this, tr("Choose the files of one log"),
                                tr("Logs (*.csv *.tsv *.txt *.dat *.data *.inter *.jsonl *.json *.parquet "
                                   "*.gz *.bz2 *.xz *.zst *.zip);;All files "
                                   "(*)"),
                                [this](const QStringList& files) { previewFiles(files); });
}

void DataPanel::chooseDataset()
{
    m_context.dialogs.openFile(this, tr("Choose a data-set file"),
                               tr("Data sets (*%1);;All files (*)").arg(datasetSuffix()),
                               [this](const QString& file) { openDataset(file); });
}

void DataPanel::dragEnterEvent(QDragEnterEvent* event)
{
    if (!m_askImport.isBusy() && !localFiles(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void DataPanel::dropEvent(QDropEvent* event)
{
    const QStringList files = localFiles(*event->mimeData());
    if (files.isEmpty() || m_askImport.isBusy())
        return;
    event->acceptProposedAction();
    if (files.size() == 1 && files.front().endsWith(datasetSuffix()))
        openDataset(files.front());
    else
        previewFiles(files);
}

void DataPanel::dropOthers()
{
    m_askPreview.drop();
    m_askImport.drop();
    m_askDataset.drop();
    m_askAttach.drop();
    m_card->attachForm().setRunning(false);
    m_error->clear();
}

void DataPanel::showMenu(const QPoint& position)
{
    const QListWidgetItem* item = m_list->itemAt(position);
    if (!item)
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("datasetMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString path = item->data(Qt::UserRole).toString();
    const auto add = [&](const char* name, const QString& text, auto action) {
        menu->addAction(text, this, action)->setObjectName(QLatin1String(name));
    };
    add("openMenuDataset", tr("Open"), [this, path] { openDataset(path); });
    add("oneAgainstSeveral", tr("One interest against several…"),
        [this, path] { m_context.workspace.requestFigure(oneAgainstSeveralKey, path); });
    menu->addSeparator();
    if (const DatasetRecord* record = recordOf(item)) {
        add("renameDataset", tr("Rename\u2026"), [this, known = *record] { m_edits->rename(known); });
        add("removeDataset", tr("Take off the list"), [this, known = *record] { m_edits->remove(known); });
        menu->addSeparator();
    }
    add("copyPath", tr("Copy the path"), [path] { QGuiApplication::clipboard()->setText(path); });
    add("showInFolder", tr("Show in folder"), [path] { showInFolder(path); });
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

void DataPanel::previewFiles(const QStringList& files)
{
    if (files.isEmpty() || m_askImport.isBusy())
        return;
    m_files = files;
    dropOthers();
    m_askPreview(makePreviewJob(files.front()));
}

void DataPanel::openDataset(const QString& path)
{
    if (m_askImport.isBusy())
        return;
    if (path == m_context.workspace.datasetPath() && m_context.workspace.datasetSummary()) {
        m_error->clear();
        showCurrent();
        return;
    }
    dropOthers();
    m_askDataset(makeOpenDatasetJob(m_context.store, path));
}

void DataPanel::startImport()
{
    const ImportRequest request = m_form->request();
    m_form->showRuleError({});
    m_askCheck.drop();
    dropOthers();
    m_askImport(
        makeImportJob(m_context.store, request, freeFile(m_context.paths.datasets(), m_form->name())));
}

void DataPanel::attachSideTable()
{
    if (m_askImport.isBusy())
        return;
    const AttachForm& form = m_card->attachForm();
    dropOthers();
    m_askAttach(makeAttachSideJob(m_context.store, m_context.workspace.datasetPath(),
                                  form.sideFile().toStdString(), form.coversFolder().toStdString()));
}

void DataPanel::checkImport(bool wholeLog)
{
    m_form->showChecking(-1);
    m_askCheck(
        makeCheckLogJob(m_form->request(), wholeLog ? std::numeric_limits<std::int64_t>::max() : liveBytes));
}

void DataPanel::compareWith(const QString& path)
{
    m_comparedPath = path;
    m_error->clear();
    m_profiles->request(path, {});
    showComparison();
    m_pages->setCurrentWidget(m_comparison);
}

void DataPanel::showComparison()
{
    const auto summary = m_context.workspace.datasetSummary();
    m_comparison->setProfiles(summary ? m_profiles->find(m_context.workspace.datasetPath(), summary->hash)
                                      : nullptr,
                              m_profiles->find(m_comparedPath, {}));
}

void DataPanel::takeProfile(const QString& path)
{
    const auto summary = m_context.workspace.datasetSummary();
    if (summary && path == m_context.workspace.datasetPath())
        m_card->setProfile(m_profiles->find(path, summary->hash));
    if (m_pages->currentWidget() == m_comparison)
        showComparison();
}

void DataPanel::takePreview(const ImportPreview& preview)
{
    m_form->setPreview(m_files, preview);
    m_pages->setCurrentWidget(m_form);
}

void DataPanel::takeDataset(DatasetResult dataset)
{
    m_context.workspace.setDataset(dataset.path,
                                   std::make_shared<const DatasetSummary>(std::move(dataset.summary)));
    showCurrent();
    reloadList();
}

void DataPanel::takeFailure(ErrorCode code, const QString& detail)
{
    if (detail.startsWith(QLatin1String("positive rule")))
        m_form->showRuleError(detail);
    else
        m_error->showError(m_context, code, detail);
}

void DataPanel::reloadList()
{
    m_context.queries.run(
        this, [&store = m_context.store] { return store.datasetFiles(); },
        [this](std::vector<DatasetRecord> records) {
            m_records = std::move(records);
            fillList();
        },
        [this](ErrorCode code, const QString& detail) { m_error->showError(m_context, code, detail); });
}

void DataPanel::fillList()
{
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    for (const DatasetRecord& record : m_records) {
        const QString path = QString::fromStdString(record.path);
        auto* item = new QListWidgetItem(QString::fromStdString(record.name), m_list);
        item->setData(Qt::UserRole, path);
        item->setToolTip(
            tr("%1\n%2 users, %3 items, %4 interactions")
                .arg(path, countText(record.users), countText(record.items), countText(record.interactions)));
        item->setSizeHint({ 0, 28 });
        if (path == m_context.workspace.datasetPath())
            m_list->setCurrentItem(item);
    }
    m_card->setOthers(m_records);
}

const DatasetRecord* DataPanel::recordOf(const QListWidgetItem* item) const
{
    const std::string path = item ? item->data(Qt::UserRole).toString().toStdString() : std::string();
    const auto found = std::find_if(m_records.begin(), m_records.end(),
                                    [&path](const DatasetRecord& record) { return record.path == path; });
    return path.empty() || found == m_records.end() ? nullptr : &*found;
}

void DataPanel::showCurrent()
{
    const auto summary = m_context.workspace.datasetSummary();
    const QString path = m_context.workspace.datasetPath();
    m_askCheck.drop();
    if (summary) {
        m_card->setSummary(summary, path);
        m_card->setOthers(m_records);
        m_card->setProfile(m_profiles->find(path, summary->hash));
        m_profiles->request(path, summary->hash);
    }
    m_pages->setCurrentWidget(summary ? static_cast<QWidget*>(m_card) : m_empty);
}

} // namespace opal
