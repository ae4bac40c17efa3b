// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/diversity/diversitypanel.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>

#include "core/jobs/jobs.h"
#include "core/store/runstore.h"
#include "views/figures/figureregistry.h"
#include "views/panels/diversity/oneagainstseveralbar.h"
#include "views/panels/diversity/oneagainstseveraldialog.h"
#include "views/panels/diversity/tradeoffpage.h"
#include "views/panels/diversity/userdiversitypage.h"
#include "views/panels/diversity/usersdiversitypage.h"
#include "views/shared/userpicker.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/shownreader.h"
#include "views/shell/workspace.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/make.h"

namespace opal {

DiversityPanel::DiversityPanel(const PanelContext& context, QWidget* parent)
    : Panel(parent)
    , m_context(context)
{
    setupUi();
    connectSignals();
    connectPages();
    DiversityPanel::retranslate();
    request();
}

QString DiversityPanel::title() const
{
    return tr("Diversity");
}

const SppmiPair& DiversityPanel::shown() const
{
    return m_user->shown();
}

void DiversityPanel::makeControls()
{
    m_tabs = makeTabs(this, "diversityPages", PageCount);
    m_tabs->setUsesScrollButtons(false);
    m_contrast = make<QPushButton>(this, "oneAgainstSeveral");
    m_picker = new UserPicker(m_context.jobs, m_context.store, this);
    m_other = make<QComboBox>(this, "otherRun");
    m_other->setMinimumContentsLength(14);
    m_length = make<QSpinBox>(this, "listLength");
    m_length->setRange(2, 2000);
    m_length->setValue(200);
    m_shift = make<QComboBox>(this, "shift");
    for (const int shift : { 1, 5, 15 })
        m_shift->addItem(QString::number(shift), shift);
    m_minimum = make<QSpinBox>(this, "minimumCount");
    m_minimum->setRange(1, 1000000);
    m_order = make<QComboBox>(this, "order");
    for (const auto order : { DiversityOrder::Interest, DiversityOrder::Category, DiversityOrder::Clustered })
        m_order->addItem({}, static_cast<int>(order));
    for (QSpinBox* number : { m_length, m_minimum }) {
        number->setButtonSymbols(QAbstractSpinBox::NoButtons);
        number->setKeyboardTracking(false);
    }
    const auto label = [this](QWidget* control) {
        auto* words = new QLabel(this);
        words->setBuddy(control);
        return words;
    };
    m_otherLabel = label(m_other);
    m_lengthLabel = label(m_length);
    m_shiftLabel = label(m_shift);
    m_minimumLabel = label(m_minimum);
    m_orderLabel = label(m_order);
}

void DiversityPanel::setupUi()
{
    makeControls();
    m_error = new ErrorBar(this);
    m_contrastBar = new OneAgainstSeveralBar(m_context, this);
    m_user = new UserDiversityPage(m_context, this);
    m_users = new UsersDiversityPage(m_context, this);
    m_tradeoff = new TradeoffPage(m_context, this);
    m_users->setObjectName(u"usersPage"_s);
    m_tradeoff->setObjectName(u"runsPage"_s);
    m_stack = new QStackedWidget(this);
    for (QWidget* page : std::initializer_list<QWidget*> { m_user, m_users, m_tradeoff })
        m_stack->addWidget(page);
    m_userButtons = new QWidget(this);
    m_userButtons->setLayout(rowOf({ m_user->buttons() }));
    auto* top = rowOf({ m_tabs, m_picker });
    top->addStretch();
    top->addWidget(m_contrast);
    auto* settings = rowOf({ m_otherLabel, m_other, m_lengthLabel, m_length, m_shiftLabel, m_shift,
                             m_minimumLabel, m_minimum, m_orderLabel, m_order });
    settings->addStretch();
    settings->addWidget(m_userButtons);
    auto* layout = columnOn(this, 12, { 16, 12, 16, 16 });
    layout->addLayout(top);
    layout->addLayout(settings);
    layout->addWidget(m_error);
    layout->addWidget(m_contrastBar);
    layout->addWidget(m_stack, 1);
}

void DiversityPanel::connectSignals()
{
    Workspace& workspace = m_context.workspace;
    connect(&workspace, &Workspace::runChanged, this, [this] {
        readRuns();
        request();
    });
    connect(&workspace, &Workspace::userChanged, this, &DiversityPanel::request);
    connect(&workspace, &Workspace::itemTextsChanged, this, &DiversityPanel::request);
    connect(&workspace, &Workspace::figureRequested, this,
            [this](const QString& key, const QString& datasetFile) {
                if (key == oneAgainstSeveralKey)
                    askForContrast(datasetFile);
            });
    new ShownReader(*this, m_context.storeWatcher, [this] { readRuns(); });
    connect(m_tabs, &QTabBar::currentChanged, this, &DiversityPanel::showPage);
    connect(m_picker, &UserPicker::userChosen, &workspace, &Workspace::setUser);
    connect(m_picker, &UserPicker::failed, this, &DiversityPanel::reportError);
    for (QComboBox* box : { m_other, m_shift, m_order })
        connect(box, &QComboBox::currentIndexChanged, this, &DiversityPanel::request);
    for (QSpinBox* number : { m_length, m_minimum })
        connect(number, &QSpinBox::valueChanged, this, &DiversityPanel::request);
}

void DiversityPanel::connectPages()
{
    connect(m_user, &UserDiversityPage::shownChanged, this, &DiversityPanel::shownChanged);
    connect(m_user, &UserDiversityPage::userWanted, m_picker, &UserPicker::pickRandom);
    connect(m_user, &UserDiversityPage::failed, this, &DiversityPanel::reportError);
    connect(m_users, &UsersDiversityPage::failed, this, &DiversityPanel::reportError);
    connect(m_tradeoff, &TradeoffPage::failed, this, &DiversityPanel::reportError);
    connect(m_contrast, &QPushButton::clicked, this,
            [this] { m_context.workspace.requestFigure(oneAgainstSeveralKey); });
    connect(m_contrastBar, &OneAgainstSeveralBar::busyChanged, this,
            [this] { m_contrast->setEnabled(!m_contrastBar->isBusy()); });
    connect(m_contrastBar, &OneAgainstSeveralBar::made, this, &DiversityPanel::showContrast);
    connect(m_contrastBar, &OneAgainstSeveralBar::failed, this, &DiversityPanel::reportError);
}

void DiversityPanel::reportError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context, code, detail);
}

void DiversityPanel::readRuns()
{
    m_context.queries.run(
        this, [&store = m_context.store] { return store.runs(); },
        [this](const std::vector<RunRecord>& runs) { setComparable(runs); },
        [this](ErrorCode code, const QString& detail) { reportError(code, detail); });
}

void DiversityPanel::setComparable(const std::vector<RunRecord>& runs)
{
    const QString before = m_other->currentData().toString();
    const QString chosen = m_wantedOther.isEmpty() ? before : m_wantedOther;
    const QString current = m_context.workspace.runId();
    const QSignalBlocker quiet(m_other);
    m_other->clear();
    m_other->addItem(tr("No other run"), QString());
    m_comparable.clear();
    const auto own = std::find_if(runs.begin(), runs.end(), [&current](const RunRecord& run) {
        return QString::fromStdString(run.id) == current;
    });
    for (const RunRecord& run : runs) {
        const bool comparable = own != runs.end() && run.datasetHash == own->datasetHash && run.test;
        if (comparable)
            m_comparable.push_back(run);
        if (comparable && run.id != own->id)
            m_other->addItem(QString::fromStdString(run.name), QString::fromStdString(run.id));
    }
    m_other->setCurrentIndex(std::max(0, m_other->findData(chosen)));
    if (m_other->currentData().toString() == m_wantedOther)
        m_wantedOther.clear();
    if (m_other->currentData().toString() != before)
        request();
    else
        passQuestions();
}

std::vector<DiversityJobRequest> DiversityPanel::jobRequests() const
{
    std::vector<DiversityJobRequest> requests;
    for (const QString& run : { m_context.workspace.runId(), m_other->currentData().toString() })
        if (!run.isEmpty())
            requests.push_back(jobRequest(run));
    return requests;
}

void DiversityPanel::passQuestions()
{
    m_tradeoff->setRuns(m_comparable, jobRequest({}));
    m_users->setRequests(jobRequests());
}

void DiversityPanel::showPage(int page)
{
    m_stack->setCurrentIndex(page);
    m_picker->setVisible(page == UserPage);
    for (QWidget* widget : std::initializer_list<QWidget*> { m_orderLabel, m_order })
        widget->setVisible(page == UserPage);
    for (QWidget* widget : std::initializer_list<QWidget*> { m_otherLabel, m_other })
        widget->setVisible(page != RunsPage);
    m_userButtons->setVisible(page == UserPage);
}

DiversityJobRequest DiversityPanel::jobRequest(const QString& run) const
{
    DiversityJobRequest request;
    request.run = run.toStdString();
    request.userId = m_context.workspace.userId().toStdString();
    request.k = m_length->value();
    request.shift = m_shift->currentData().toDouble();
    request.minimumCount = m_minimum->value();
    request.order = static_cast<DiversityOrder>(m_order->currentData().toInt());
    return request;
}

void DiversityPanel::request()
{
    const Workspace& workspace = m_context.workspace;
    m_picker->setRun(workspace.runId());
    m_picker->setUser(workspace.userId());
    passQuestions();
    m_error->clear();
    const bool complete = !workspace.runId().isEmpty() && !workspace.userId().isEmpty();
    m_user->setRequests(complete ? jobRequests() : std::vector<DiversityJobRequest> {});
}

void DiversityPanel::askForContrast(const QString& datasetFile)
{
    m_context.workspace.showPanel(id());
    if (m_contrastBar->isBusy())
        return;
    OneAgainstSeveralRequest list;
    const DiversityJobRequest shown = jobRequest({});
    list.k = shown.k;
    list.shift = shown.shift;
    list.minimumCount = shown.minimumCount;
    list.order = shown.order;
    auto* dialog = new OneAgainstSeveralDialog(m_context, list, datasetFile, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &OneAgainstSeveralDialog::makeRequested, this,
            [this](const OneAgainstSeveralRequest& request, const QString& file) {
                m_error->clear();
                m_contrastBar->start(request, file);
            });
    dialog->open();
}

/// Sets what is shown to what was found, so that it can be looked at like anything else.
void DiversityPanel::showContrast(const std::shared_ptr<const OneAgainstSeveral>& found)
{
    m_user->setChosen(sppmiPair(*found));
    const UserDiversity& several = *found->several;
    const std::pair<QSpinBox*, int> numbers[] {
        { m_length, several.k }, { m_minimum, static_cast<int>(several.matrix.minimumCount) }
    };
    for (const auto& [box, value] : numbers) {
        const QSignalBlocker quiet(box);
        box->setValue(value);
    }
    const std::pair<QComboBox*, QVariant> choices[] { { m_shift, static_cast<int>(several.matrix.shift) },
                                                      { m_order, static_cast<int>(several.order) } };
    for (const auto& [box, value] : choices) {
        const QSignalBlocker quiet(box);
        box->setCurrentIndex(box->findData(value));
    }
    m_wantedOther = QString::fromStdString(found->one->run);
    m_tabs->setCurrentIndex(UserPage);
    m_context.workspace.setRun(QString::fromStdString(several.run));
    m_context.workspace.setUser(QString::fromStdString(several.userId));
    readRuns();
    request();
}

std::vector<FigureRequest> DiversityPanel::figures() const
{
    // The figure of the page that is open comes first.
    std::vector<std::vector<FigureRequest>> pages { m_user->figures(), m_users->figures(),
                                                    m_tradeoff->figures() };
    std::rotate(pages.begin(), pages.begin() + m_tabs->currentIndex(), pages.end());
    std::vector<FigureRequest> result;
    for (auto& page : pages)
        std::move(page.begin(), page.end(), std::back_inserter(result));
    return result;
}

void DiversityPanel::retranslate()
{
    m_picker->retranslate();
    m_otherLabel->setText(tr("Beside"));
    m_other->setAccessibleName(tr("Run to show beside"));
    m_lengthLabel->setText(tr("K"));
    m_length->setAccessibleName(tr("Length of the list"));
    m_shiftLabel->setText(tr("Shift"));
    m_shift->setAccessibleName(tr("Shift of SPPMI"));
    m_shift->setToolTip(
        tr("max(log(#(i,j) |D| / (#(i) #(j))) - log shift, 0): how much more often two items share a user of "
           "the training days than chance would have it"));
    m_minimumLabel->setText(tr("Minimum count"));
    m_minimum->setAccessibleName(tr("Minimum count"));
    m_minimum->setToolTip(tr("Pairs that fewer users share count as 0"));
    m_orderLabel->setText(tr("Order"));
    m_order->setAccessibleName(tr("Order of the items"));
    m_order->setToolTip(
        tr("By the interest that produced the item, by the hyper-category of the item, or by a "
           "tree of average linkage that puts alike items side by side"));
    const QStringList orders { tr("By interest"), tr("By hyper-category"), tr("Clustered") };
    for (int at = 0; at < orders.size(); ++at)
        m_order->setItemText(at, orders[at]);
    m_contrast->setText(tr("One interest against several…"));
    m_contrast->setToolTip(tr(
        "The paper's Fig. 4 from a data set: finds or trains both runs, chooses a user and writes the file"));
    m_contrastBar->retranslate();
    m_tabs->setAccessibleName(tr("Pages"));
    const QStringList pages { tr("One user"), tr("Users"), tr("Runs") };
    for (int page = 0; page < pages.size(); ++page)
        m_tabs->setTabText(page, pages[page]);
    m_users->retranslate();
    m_tradeoff->retranslate();
    if (m_other->count() > 0)
        m_other->setItemText(0, tr("No other run"));
    m_user->retranslate();
}

} // namespace opal
