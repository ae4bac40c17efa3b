// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/runs/adoptdialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/store/runstore.h"
#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/workspace.h"
#include "views/widgets/errorbar.h"
#include "views/widgets/numbers.h"

namespace opal {

namespace {

constexpr int adoptFormWidth = 620;

} // namespace

AdoptDialog::AdoptDialog(const PanelContext& context, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_askReport(context.jobs,
                  { .show = [this](const AdoptionReport& report) { showReport(report); },
                    .failed = [this](ErrorCode code, const QString& detail) { showError(code, detail); },
                    .busyChanged = [this] { updateState(); } })
    , m_askAdopt(
          context.jobs,
          { .show =
                [this](const AdoptResult& result) {
                    Q_EMIT adopted(QString::fromStdString(result.run.id),
                                   QString::fromStdString(result.run.name));
                    accept();
                },
            .failed = [this](ErrorCode code, const QString& detail) { showError(code, detail); },
            .progressed = [this](const JobProgress& progress) { showShare(*m_progress, progress.fraction); },
            .busyChanged = [this] { updateState(); } })
    , m_dataset(new QComboBox(this))
    , m_score(new QComboBox(this))
    , m_missingItems(new QCheckBox(this))
    , m_missingUsers(new QCheckBox(this))
    , m_name(new QLineEdit(this))
    , m_about(new QLabel(this))
    , m_preview(new QLabel(this))
    , m_error(new ErrorBar(this))
    , m_progress(new QProgressBar(this))
    , m_close(new QPushButton(this))
    , m_adopt(new QPushButton(this))
{
    setObjectName(QStringLiteral("adoptDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setupUi();
    AdoptDialog::retranslate();
    updateState();
    m_context.queries.run(
        this, [&store = m_context.store] { return store.datasetFiles(); },
        [this](const std::vector<DatasetRecord>& datasets) { takeDatasets(datasets); },
        [this](ErrorCode code, const QString& detail) { showError(code, detail); });
}

void AdoptDialog::addPlace(QFormLayout& form, const char* name, const Place& place)
{
    Place& added = m_places.emplace_back(place);
    added.label = new QLabel(this);
    added.field = new QLineEdit(this);
    added.field->setObjectName(QLatin1String(name));
    added.choose = new QPushButton(this);
    added.choose->setObjectName(QLatin1String(name) + QStringLiteral("Choose"));
    added.choose->setAutoDefault(false);
    added.label->setBuddy(added.field);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(added.field, 1);
    row->addWidget(added.choose);
    form.addRow(added.label, row);
    QLineEdit* const field = added.field;
    connect(field, &QLineEdit::textEdited, this, [this] {
        m_inspected = false;
        updateState();
    });
    connect(field, &QLineEdit::editingFinished, this, &AdoptDialog::inspect);
    connect(added.choose, &QPushButton::clicked, this, [this, field] {
        m_context.dialogs.openFile(
            this, tr("Choose a file of vectors"),
            tr("Arrays (*.npy *.npz *.safetensors);;Lists of ids (*.txt);;All files (*)"),
            [this, field](const QString& file) {
                field->setText(file);
                m_inspected = false;
                inspect();
            });
    });
}

void AdoptDialog::addOption(QFormLayout& form, QWidget* field)
{
    auto* label = new QLabel(this);
    label->setBuddy(field);
    m_labels.push_back(label);
    form.addRow(label, field);
}

void AdoptDialog::setupUi()
{
    m_dataset->setObjectName(QStringLiteral("adoptDataset"));
    m_dataset->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_score->setObjectName(QStringLiteral("adoptScore"));
    m_score->addItems({ QString(), QString() });
    m_missingItems->setObjectName(QStringLiteral("adoptMissingItems"));
    m_missingUsers->setObjectName(QStringLiteral("adoptMissingUsers"));
    m_name->setObjectName(QStringLiteral("adoptName"));
    m_preview->setObjectName(QStringLiteral("adoptPreview"));
    m_progress->setObjectName(QStringLiteral("adoptProgress"));
    m_close->setObjectName(QStringLiteral("adoptClose"));
    m_close->setAutoDefault(false);
    m_adopt->setObjectName(QStringLiteral("adoptVectors"));
    m_adopt->setProperty("role", QStringLiteral("primary"));
    m_adopt->setDefault(true);
    for (QLabel* label : { m_about, m_preview }) {
        label->setProperty("role", QStringLiteral("secondary"));
        label->setWordWrap(true);
    }
    auto* form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(12);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addOption(*form, m_dataset);
    const auto ofRequest = [](std::string AdoptionRequest::*member) {
        Place place;
        place.ofRequest = member;
        return place;
    };
    const auto ofInterests = [](std::string InterestFiles::*member, bool ofValidation) {
        Place place;
        place.ofInterests = member;
        place.ofValidation = ofValidation;
        return place;
    };
    addPlace(*form, "adoptItems", ofRequest(&AdoptionRequest::items));
    addPlace(*form, "adoptItemIds", ofRequest(&AdoptionRequest::itemIds));
    addPlace(*form, "adoptUsers", ofInterests(&InterestFiles::vectors, false));
    addPlace(*form, "adoptUserIds", ofRequest(&AdoptionRequest::userIds));
    addPlace(*form, "adoptValid", ofInterests(&InterestFiles::valid, false));
    addPlace(*form, "adoptWeights", ofInterests(&InterestFiles::weights, false));
    addPlace(*form, "adoptValidation", ofInterests(&InterestFiles::vectors, true));
    addOption(*form, m_score);
    addOption(*form, m_name);
    form->addRow(QString(), m_missingItems);
    form->addRow(QString(), m_missingUsers);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_progress, 1);
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_adopt);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_about);
    layout->addWidget(m_error);
    layout->addLayout(form);
    layout->addWidget(m_preview);
    layout->addStretch();
    layout->addLayout(buttons);
    setMinimumWidth(adoptFormWidth);
    connect(m_dataset, &QComboBox::activated, this, &AdoptDialog::inspect);
    connect(m_close, &QPushButton::clicked, this, &AdoptDialog::reject);
    connect(m_adopt, &QPushButton::clicked, this, &AdoptDialog::adopt);
}

void AdoptDialog::retranslate()
{
    setWindowTitle(tr("Adopt vectors"));
    m_about->setText(
        tr("Makes a run from the item vectors and interests of another program. FILE:ARRAY names an "
           "array of a file; without ids, rows are in the order of the data set."));
    const QString texts[] = { tr("&Item vectors"),
                              tr("Ids of the items"),
                              tr("I&nterests"),
                              tr("Ids of the users"),
                              tr("Interests that count"),
                              tr("Weights"),
                              tr("Interests before the validation day") };
    const QString helps[]
        = { tr("Array [items, dimensions] of a .npy, .npz or .safetensors file"),
            tr("The item of every row: an array, or a text file with one id a line; may be empty"),
            tr("Array [users, interests, dimensions] or [users, dimensions], before the test day"),
            tr("The user of every row: an array, or a text file with one id a line; may be empty"),
            tr("Array [users, interests] that says which interests take part; empty: all"),
            tr("Array [users, interests] with the share of an interest in the user's past; may be empty"),
            tr("As the interests; without it the validation day is evaluated with those of the test day, "
               "which may "
               "know it") };
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        const Place& place = m_places[i];
        place.label->setText(texts[i]);
        place.field->setToolTip(helps[i]);
        QString plain = texts[i];
        plain.remove(u'&');
        place.field->setAccessibleName(plain);
        place.choose->setText(tr("Choose\u2026"));
        place.choose->setAccessibleName(tr("Choose a file: %1").arg(plain));
    }
    const std::pair<QWidget*, QString> options[]
        = { { m_dataset, tr("&Data set") }, { m_score, tr("&Score") }, { m_name, tr("Na&me") } };
    for (std::size_t i = 0; i < std::size(options); ++i) {
        m_labels[i]->setText(options[i].second);
        QString plain = options[i].second;
        options[i].first->setAccessibleName(plain.remove(u'&'));
    }
    m_score->setItemText(0, tr("Inner product"));
    m_score->setItemText(1, tr("Cosine"));
    m_missingItems->setText(tr("Items without a vector score 0"));
    m_missingUsers->setText(tr("Users without interests get an empty list"));
    m_close->setText(tr("Close"));
    m_adopt->setText(tr("Adopt"));
}

void AdoptDialog::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void AdoptDialog::takeDatasets(const std::vector<DatasetRecord>& datasets)
{
    for (const DatasetRecord& dataset : datasets)
        m_dataset->addItem(QString::fromStdString(dataset.name), QString::fromStdString(dataset.path));
    const QString current = m_context.workspace.datasetPath();
    if (const int place = m_dataset->findData(current); place >= 0)
        m_dataset->setCurrentIndex(place);
    else if (!current.isEmpty()) {
        m_dataset->insertItem(0, m_context.workspace.datasetName(), current);
        m_dataset->setCurrentIndex(0);
    }
    updateState();
}

AdoptJobRequest AdoptDialog::request() const
{
    AdoptJobRequest request;
    request.datasetFile = m_dataset->currentData().toString();
    request.name = m_name->text().trimmed();
    for (const Place& place : m_places) {
        const std::string text = place.field->text().trimmed().toStdString();
        if (place.ofRequest)
            request.vectors.*place.ofRequest = text;
        else
            (place.ofValidation ? request.vectors.validation : request.vectors.test).*place.ofInterests
                = text;
    }
    request.vectors.cosine = m_score->currentIndex() == 1;
    request.vectors.allowMissingItems = m_missingItems->isChecked();
    request.vectors.allowMissingUsers = m_missingUsers->isChecked();
    return request;
}

bool AdoptDialog::isComplete() const
{
    const AdoptJobRequest wanted = request();
    return !wanted.datasetFile.isEmpty() && !wanted.vectors.items.empty()
        && !wanted.vectors.test.vectors.empty();
}

void AdoptDialog::inspect()
{
    m_error->clear();
    m_preview->clear();
    if (isComplete() && !m_askAdopt.isBusy()) {
        const AdoptJobRequest wanted = request();
        m_askReport(makeInspectVectorsJob(wanted.datasetFile, wanted.vectors));
    }
    updateState();
}

void AdoptDialog::showReport(const AdoptionReport& report)
{
    m_inspected = true;
    const auto matched = [](const RowMatch& match) {
        //: How many of the items or users of a data set have a vector
        return tr("%1 of %2").arg(countText(match.matched), countText(match.matched + match.missing));
    };
    QString text
        = tr("Interests of a user: %1, dimensions: %2. Items with a vector: %3. Users with interests: %4.")
              .arg(report.interests)
              .arg(report.dim)
              .arg(matched(report.items), matched(report.users));
    const std::int64_t unknown
        = report.items.rows - report.items.matched + report.users.rows - report.users.matched;
    if (unknown > 0)
        text += u' ' + tr("Rows that the data set does not know: %1.").arg(countText(unknown));
    m_preview->setText(text);
    updateState();
}

void AdoptDialog::adopt()
{
    if (!isComplete() || m_askAdopt.isBusy())
        return;
    m_error->clear();
    m_progress->setValue(0);
    m_askAdopt(makeAdoptJob(m_context.store, m_context.paths, request()));
}

void AdoptDialog::reject()
{
    m_askAdopt.cancel();
    QDialog::reject();
}

void AdoptDialog::updateState()
{
    const bool busy = m_askAdopt.isBusy();
    m_progress->setVisible(busy);
    m_adopt->setEnabled(!busy && isComplete() && m_inspected);
    m_close->setText(busy ? tr("Cancel") : tr("Close"));
}

void AdoptDialog::showError(ErrorCode code, const QString& detail)
{
    m_error->showError(m_context, code, detail);
    m_error->showDetail();
    updateState();
}

} // namespace opal
