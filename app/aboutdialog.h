// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>
#include <QString>

class QDialogButtonBox;
class QLabel;
class QTableWidget;

namespace opal {

struct SystemInfo;

/// A library that the programs use, with its licence in SPDX terms where there is one.
struct LibraryLicence
{
    QString name;
    QString licence;
    QString use; ///< translated: what for
};

/// Versions, and the licence of every library. Show it with open().
class AboutDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AboutDialog)

public:
    explicit AboutDialog(const SystemInfo& info, QWidget* parent = nullptr);

    static QList<LibraryLicence> libraries();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QString m_version;
    QString m_versions;
    QLabel* m_title;
    QLabel* m_purpose;
    QLabel* m_builtWith;
    QTableWidget* m_table;
    QDialogButtonBox* m_buttons;
};

} // namespace opal
