// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <QWidget>

#include "core/base/error.h"
#include "core/models/modelinfo.h"
#include "core/results/runrecord.h"
#include "views/shell/panelcontext.h"

class QAction;
class QComboBox;
class QMenu;
class QPushButton;

namespace opal {

struct UserPreset;

/// Where the parameters of a new training start from: the defaults, a preset of the paper, one that the
/// person saved in this workspace, or another run.
class PresetBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PresetBar)

public:
    using Values = std::vector<std::pair<std::string, std::string>>;

    explicit PresetBar(const PanelContext& context, QWidget* parent = nullptr);

    /// Lists the presets of a model and chooses the defaults.
    void setModel(const std::string& model);
    /// Chooses by key: "", a preset of the model table, "user:NAME". Unknown keys are ignored.
    void choose(const QString& key);
    /// Lists a run's parameters as they are now and chooses them.
    void chooseRun(const RunRecord& run);
    /// Lists the parameters of a configuration file and chooses them.
    void chooseFile(const QString& title, const Values& values);
    /// Values of what is chosen; what they do not name has its default.
    const Values& values() const;
    /// Where "Save as preset" and "Save to a file" get the values of the form from.
    void setSource(std::function<std::map<std::string, std::string>()> source);
    /// The run that "Parameters of the shown run" means; nothing if there is none.
    void setShownRun(const std::optional<RunRecord>& run);
    void retranslate();

Q_SIGNALS:
    void chosen();
    void runChosen(const opal::RunRecord& run); ///< to be answered by setModel() and chooseRun()
    void failed(opal::ErrorCode code, const QString& detail);

private:
    enum class Kind { Defaults, Built, User, Run, File };

    struct Entry
    {
        Kind kind = Kind::Defaults;
        QString key;
        QString title; ///< as stored; built ones are translated
        Values values;
    };

    void setupMenu();
    void readUserPresets(const QString& thenChoose);
    void listUserPresets(const std::vector<UserPreset>& presets, const QString& thenChoose);
    void chooseGiven(Entry entry);
    void savePreset();
    void saveFile();
    void removePreset();
    void fillRuns();
    void fillCombo(const QString& chosen);
    void updateActions();
    QString titleOf(const Entry& entry) const;
    const Entry& current() const;

    PanelContext m_context;
    QComboBox* m_combo;
    QPushButton* m_more;
    QMenu* m_menu;
    QMenu* m_runs;
    QAction* m_save;
    QAction* m_saveFile;
    QAction* m_remove;
    QAction* m_fromShown;
    std::string m_model;
    std::vector<Entry> m_entries;
    std::function<std::map<std::string, std::string>()> m_source;
    std::optional<RunRecord> m_shownRun;
};

} // namespace opal
