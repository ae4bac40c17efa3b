// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/paramform.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "views/widgets/paramchoices.h"

namespace opal {

namespace {

constexpr int narrowestEditor = 96;
constexpr int narrowestChoice = 140; ///< a few words and the arrow

QString translated(const std::string& english)
{
    return QCoreApplication::translate("Parameters", english.c_str());
}

bool isNumber(const ParamSpec& spec)
{
    return spec.kind == ParamKind::Integer || spec.kind == ParamKind::Real;
}

} // namespace

struct ParamForm::Row
{
    ParamSpec spec;
    std::string base; ///< text of the preset or default
    QLabel* mark = nullptr;
    QLabel* label = nullptr;
    QWidget* editor = nullptr;
    QLabel* problem = nullptr;

    QString text() const
    {
        if (const auto* edit = qobject_cast<QLineEdit*>(editor))
            return edit->text().trimmed();
        if (const auto* box = qobject_cast<QComboBox*>(editor))
            return box->currentData().toString();
        return qobject_cast<QCheckBox*>(editor)->isChecked() ? QStringLiteral("true")
                                                             : QStringLiteral("false");
    }

    void setText(const std::string& value) const
    {
        const QString text = QString::fromStdString(value);
        if (auto* edit = qobject_cast<QLineEdit*>(editor))
            edit->setText(text);
        else if (auto* box = qobject_cast<QComboBox*>(editor))
            box->setCurrentIndex(box->findData(text));
        else
            qobject_cast<QCheckBox*>(editor)->setChecked(std::get<bool>(parseParamValue(spec, value)));
    }

    /// The value in its canonical text, or nothing if it is refused.
    bool canonical(std::string& out) const
    {
        try {
            out = paramText(parseParamValue(spec, text().toStdString()));
            return true;
        } catch (const Error&) {
            return false;
        }
    }
};

ParamForm::ParamForm(QWidget* parent, Style style)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_changedOnly(new QPushButton(this)) // first in the order of Tab, too
    , m_advancedToggle(new QPushButton(this))
    , m_nothingChanged(new QLabel(this))
    , m_style(style)
{
    m_changedOnly->setProperty("role", QStringLiteral("toggle"));
    m_changedOnly->setCheckable(true);
    m_changedOnly->setObjectName(QStringLiteral("changedOnlyToggle"));
    m_changedOnly->setVisible(style == Style::Full);
    m_nothingChanged->setProperty("role", QStringLiteral("secondary"));
    m_nothingChanged->setWordWrap(true);
    m_nothingChanged->hide();
    m_layout->addWidget(m_changedOnly, 0, Qt::AlignLeft);
    m_layout->addWidget(m_nothingChanged);
    connect(m_changedOnly, &QPushButton::toggled, this, &ParamForm::updateShown);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(8);
    m_advancedToggle->setProperty("role", QStringLiteral("link"));
    m_advancedToggle->setCheckable(true);
    m_advancedToggle->setObjectName(QStringLiteral("advancedToggle"));
    m_layout->addWidget(m_advancedToggle, 0, Qt::AlignLeft);
    m_layout->addStretch();
    connect(m_advancedToggle, &QPushButton::toggled, this, &ParamForm::updateShown);
}

ParamForm::~ParamForm() = default;

void ParamForm::setSpecs(const ParamSpecs& specs)
{
    m_specs = specs;
    std::erase_if(m_specs, [](const ParamSpec& spec) { return spec.inert; });
    rebuild();
    setPreset({});
    retranslate();
}

void ParamForm::rebuild()
{
    delete m_body;
    m_rows.clear();
    m_groupLabels.clear();
    m_body = new QWidget(this);
    m_layout->insertWidget(2, m_body); // below the filter and its sentence
    auto* grid = new QGridLayout(m_body);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnMinimumWidth(0, 8);
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(2, 2);

    std::vector<std::string> groups;
    for (const ParamSpec& spec : m_specs)
        if (std::find(groups.begin(), groups.end(), spec.group) == groups.end())
            groups.push_back(spec.group);
    int position = 0;
    for (const std::string& group : groups) {
        auto* heading = new QLabel(m_body);
        heading->setProperty("role", QStringLiteral("group"));
        heading->setContentsMargins(0, position == 0 ? 0 : 12, 0, 4);
        m_groupLabels[group] = heading;
        grid->addWidget(heading, position++, 0, 1, 3);
        for (const ParamSpec& spec : m_specs) {
            if (spec.group != group)
                continue;
            auto row = std::make_unique<Row>();
            row->spec = spec;
            addRow(*row, *grid, position);
            position += 2;
            m_rows.push_back(std::move(row));
        }
    }
    updateShown();
}

void ParamForm::addRow(Row& row, QGridLayout& grid, int position)
{
    row.mark = new QLabel(QStringLiteral("●"), m_body);
    row.mark->setProperty("role", QStringLiteral("mark"));
    row.mark->setFixedWidth(10);
    row.label = new QLabel(m_body);
    row.editor = makeEditor(row);
    row.editor->setObjectName(QStringLiteral("param_") % QString::fromStdString(row.spec.key));
    row.editor->setMinimumWidth(row.spec.kind == ParamKind::Choice ? narrowestChoice : narrowestEditor);
    row.label->setBuddy(row.editor);
    row.problem = new QLabel(m_body);
    row.problem->setProperty("role", QStringLiteral("problem"));
    row.problem->setWordWrap(true);
    row.problem->hide();
    grid.addWidget(row.mark, position, 0);
    grid.addWidget(row.label, position, 1);
    grid.addWidget(row.editor, position, 2);
    grid.addWidget(row.problem, position + 1, 1, 1, 2);
}

QWidget* ParamForm::makeEditor(Row& row)
{
    Row* const target = &row;
    if (row.spec.kind == ParamKind::Boolean) {
        auto* box = new QCheckBox(m_body);
        connect(box, &QCheckBox::toggled, this, [this, target] { onEdited(*target); });
        return box;
    }
    if (row.spec.kind == ParamKind::Choice) {
        auto* box = new QComboBox(m_body);
        for (const std::string& choice : row.spec.choices) {
            box->addItem(QString(), QString::fromStdString(choice));
            box->setItemData(box->count() - 1, QString::fromStdString(choice), Qt::ToolTipRole);
        }
        connect(box, &QComboBox::currentIndexChanged, this, [this, target] { onEdited(*target); });
        return box;
    }
    auto* edit = new QLineEdit(m_body);
    if (isNumber(row.spec))
        edit->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    connect(edit, &QLineEdit::textChanged, this, [this, target] { onEdited(*target); });
    return edit;
}

void ParamForm::setPreset(const std::vector<std::pair<std::string, std::string>>& preset)
{
    for (const auto& row : m_rows)
        row->base = paramText(row->spec.defaultValue);
    for (const auto& [key, text] : preset)
        if (Row* row = find(key))
            row->base = paramText(parseParamValue(row->spec, text));
    for (const auto& row : m_rows) {
        const QSignalBlocker blocker(row->editor);
        row->setText(row->base);
        refresh(*row);
    }
    updateShown();
    Q_EMIT changed();
}

void ParamForm::setValues(const std::map<std::string, std::string>& values)
{
    for (const auto& [key, text] : values)
        if (Row* row = find(key)) {
            const QSignalBlocker blocker(row->editor);
            row->setText(text);
            refresh(*row);
        }
    updateShown();
    Q_EMIT changed();
}

std::map<std::string, std::string> ParamForm::changedValues() const
{
    std::map<std::string, std::string> result;
    for (const auto& row : m_rows) {
        std::string value;
        if (row->canonical(value) && value != paramText(row->spec.defaultValue))
            result[row->spec.key] = value;
    }
    return result;
}

std::map<std::string, std::string> ParamForm::valuesDifferentFromPreset() const
{
    std::map<std::string, std::string> result;
    for (const auto& row : m_rows) {
        std::string value;
        if (row->canonical(value) && value != row->base)
            result[row->spec.key] = value;
    }
    return result;
}

QString ParamForm::text(const std::string& key) const
{
    const Row* row = find(key);
    return row ? row->text() : QString();
}

QString ParamForm::problem(const std::string& key) const
{
    const Row* row = find(key);
    return row ? row->problem->text() : QString();
}

bool ParamForm::isValid() const
{
    return std::all_of(m_rows.begin(), m_rows.end(),
                       [](const auto& row) { return row->problem->text().isEmpty(); });
}

int ParamForm::changedFromPreset() const
{
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), [](const auto& row) {
        std::string value;
        return !row->canonical(value) || value != row->base;
    }));
}

void ParamForm::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    for (const auto& row : m_rows)
        row->editor->setEnabled(!readOnly);
}

void ParamForm::focusField(const std::string& key)
{
    const Row* row = find(key);
    if (!row)
        return;
    if (!isShown(*row)) {
        m_changedOnly->setChecked(false);
        m_advancedToggle->setChecked(m_advancedToggle->isChecked() || row->spec.advanced);
    }
    row->editor->setFocus(Qt::OtherFocusReason);
    if (auto* edit = qobject_cast<QLineEdit*>(row->editor))
        edit->selectAll();
}

void ParamForm::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

/// The reason in the person's language, from the kind and range of the parameter.
static QString refusal(const ParamSpec& spec)
{
    const auto number = [](double value) { return QString::number(value, 'g', 10); };
    const QString low = number(spec.minimum);
    const QString high = number(spec.maximum);
    if (spec.kind == ParamKind::Integer)
        return ParamForm::tr("Enter a whole number from %1 to %2.").arg(low, high);
    if (spec.kind == ParamKind::Real && spec.minimumExclusive)
        return ParamForm::tr("Enter a number greater than %1 and at most %2.").arg(low, high);
    if (spec.kind == ParamKind::Real)
        return ParamForm::tr("Enter a number from %1 to %2.").arg(low, high);
    return ParamForm::tr("This value is not allowed here.");
}

void ParamForm::refresh(Row& row)
{
    std::string value;
    const bool good = row.canonical(value);
    row.problem->setText(good ? QString() : refusal(row.spec));
    row.problem->setVisible(!good && isShown(row));
    const bool differs = !good || value != row.base;
    row.mark->setText(differs ? QStringLiteral("●") : QString());
    row.mark->setToolTip(differs ? tr("Preset: %1").arg(choiceText(row.spec.key, row.base)) : QString());
    row.editor->setProperty("state", good ? QStringLiteral("good") : QStringLiteral("bad"));
    row.editor->style()->unpolish(row.editor);
    row.editor->style()->polish(row.editor);
}

void ParamForm::onEdited(Row& row)
{
    refresh(row);
    // The filter is not applied while typing: a field must not vanish under the cursor.
    retranslateToggles();
    Q_EMIT changed();
}

bool ParamForm::isShown(const Row& row) const
{
    if (m_changedOnly->isChecked())
        return !row.mark->text().isEmpty();
    return !row.spec.advanced || m_advancedToggle->isChecked() || m_style == Style::Compact;
}

void ParamForm::updateShown()
{
    for (const auto& row : m_rows) {
        const bool shown = isShown(*row);
        row->mark->setVisible(shown);
        row->label->setVisible(shown);
        row->editor->setVisible(shown);
        row->problem->setVisible(shown && !row->problem->text().isEmpty());
    }
    for (const auto& entry : m_groupLabels) {
        const auto& group = entry.first;
        const bool any = std::any_of(m_rows.begin(), m_rows.end(), [&](const auto& row) {
            return row->spec.group == group && isShown(*row);
        });
        entry.second->setVisible(any && m_style == Style::Full);
    }
    m_nothingChanged->setVisible(m_changedOnly->isChecked() && changedFromPreset() == 0);
    retranslate();
}

void ParamForm::retranslate()
{
    for (const auto& [group, label] : m_groupLabels)
        label->setText(translated(group));
    for (const auto& row : m_rows) {
        const QString title = translated(row->spec.title.empty() ? row->spec.key : row->spec.title);
        row->label->setText(title);
        row->label->setToolTip(translated(row->spec.help));
        row->editor->setToolTip(row->spec.help.empty() ? QString::fromStdString(row->spec.key)
                                                       : translated(row->spec.help) % QStringLiteral("\n")
                                        % QString::fromStdString(row->spec.key));
        row->editor->setAccessibleName(title);
        if (auto* box = qobject_cast<QComboBox*>(row->editor))
            for (int index = 0; index < box->count(); ++index)
                box->setItemText(index,
                                 choiceText(row->spec.key, box->itemData(index).toString().toStdString()));
        if (!row->problem->text().isEmpty())
            row->problem->setText(refusal(row->spec));
    }
    m_nothingChanged->setText(tr("Every parameter has the value of the preset."));
    retranslateToggles();
}

void ParamForm::retranslateToggles()
{
    int hiddenChanges = 0;
    bool anyAdvanced = false;
    for (const auto& row : m_rows) {
        anyAdvanced |= row->spec.advanced;
        hiddenChanges += row->spec.advanced && !row->mark->text().isEmpty() ? 1 : 0;
    }
    m_changedOnly->setText(tr("Only changed (%1)").arg(changedFromPreset()));
    m_changedOnly->setToolTip(tr("Shows only the parameters that differ from the preset"));
    m_advancedToggle->setVisible(anyAdvanced && m_style == Style::Full && !m_changedOnly->isChecked());
    if (m_advancedToggle->isChecked())
        m_advancedToggle->setText(tr("Fewer parameters"));
    else if (hiddenChanges > 0)
        m_advancedToggle->setText(tr("More parameters (%1 changed)").arg(hiddenChanges));
    else
        m_advancedToggle->setText(tr("More parameters"));
}

ParamForm::Row* ParamForm::find(const std::string& key) const
{
    for (const auto& row : m_rows)
        if (row->spec.key == key)
            return row.get();
    return nullptr;
}

} // namespace opal
