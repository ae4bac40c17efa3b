// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <QWidget>

#include "core/base/params.h"

class QCheckBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace opal {

/// A form made from a parameter table: groups, tooltips, validation while typing with the reason under the
/// field, a mark at every value that differs from the chosen preset, and advanced parameters folded away. It
/// can show only what differs.
class ParamForm final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ParamForm)

public:
    /// Compact: few rows without headings, nothing to fold or to filter.
    enum class Style { Full, Compact };

    explicit ParamForm(QWidget* parent = nullptr, Style style = Style::Full);
    ~ParamForm() override;

    /// Builds the rows anew with the table's defaults.
    void setSpecs(const ParamSpecs& specs);
    /// Sets every field to the default or, where `preset` names the key, to the preset's value; these are
    /// what the marks compare with.
    void setPreset(const std::vector<std::pair<std::string, std::string>>& preset);
    /// Sets some fields without touching what the marks compare with.
    void setValues(const std::map<std::string, std::string>& values);

    /// The text of every field that differs from the table's default, as a training request takes it. Only
    /// meaningful if isValid().
    std::map<std::string, std::string> changedValues() const;
    /// The same for every field that differs from the preset.
    std::map<std::string, std::string> valuesDifferentFromPreset() const;
    /// Text of one field, as typed. Empty for an unknown key.
    QString text(const std::string& key) const;
    /// Why the field is refused; empty if it is good.
    QString problem(const std::string& key) const;
    bool isValid() const;
    /// Fields whose value differs from the preset.
    int changedFromPreset() const;
    void setReadOnly(bool readOnly);
    /// Puts the cursor into a field; shows it if it is folded away.
    void focusField(const std::string& key);

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Row;

    void rebuild();
    void addRow(Row& row, QGridLayout& grid, int position);
    QWidget* makeEditor(Row& row);
    void retranslate();
    void refresh(Row& row);
    void onEdited(Row& row);
    void updateShown();
    bool isShown(const Row& row) const;
    void retranslateToggles();
    Row* find(const std::string& key) const;

    ParamSpecs m_specs;
    std::vector<std::unique_ptr<Row>> m_rows;
    std::map<std::string, QLabel*> m_groupLabels;
    QVBoxLayout* m_layout;
    QWidget* m_body = nullptr;
    QPushButton* m_changedOnly;
    QPushButton* m_advancedToggle;
    QLabel* m_nothingChanged;
    Style m_style;
    bool m_readOnly = false;
};

} // namespace opal
