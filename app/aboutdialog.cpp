// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/aboutdialog.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/jobs/jobs.h"
#include "views/shell/theme.h"

namespace opal {

AboutDialog::AboutDialog(const SystemInfo& info, QWidget* parent)
    : QDialog(parent)
    , m_version(QString::fromStdString(info.version))
    , m_title(new QLabel(this))
    , m_purpose(new QLabel(this))
    , m_builtWith(new QLabel(this))
    , m_table(new QTableWidget(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Close, this))
{
    const auto text = [](const std::string& value) { return QString::fromStdString(value); };
    m_versions = QStringLiteral("LibTorch %1 · Faiss %2 · Qt %3 · BLAS: %4")
                     .arg(text(info.torch), text(info.faiss), text(info.qt), text(info.blas));
    setObjectName(QStringLiteral("aboutDialog"));
    auto* picture = new QLabel(this);
    picture->setPixmap(QIcon(QStringLiteral(":/icons/opal-studio.svg")).pixmap(64, 64));
    m_title->setProperty("role", QStringLiteral("title"));
    m_purpose->setWordWrap(true);
    m_builtWith->setProperty("role", QStringLiteral("secondary"));
    m_builtWith->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(m_title);
    words->addWidget(m_purpose);
    words->addWidget(m_builtWith);
    auto* head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(picture, 0, Qt::AlignTop);
    head->addLayout(words, 1);

    m_table->setObjectName(QStringLiteral("libraries"));
    m_table->setColumnCount(3);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Theme::rowHeight);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setStretchLastSection(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(16);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_buttons->button(QDialogButtonBox::Close)->setObjectName(QStringLiteral("closeButton"));
    resize(760, 560);
    retranslate();
}

// Checked against the copyright files of Debian 12's packages.
QList<LibraryLicence> AboutDialog::libraries()
{
    return {
        { QStringLiteral("Qt 6"), QStringLiteral("LGPL-3.0 or GPL-2.0-or-later"), tr("Window and services") },
        { QStringLiteral("QCustomPlot"), QStringLiteral("GPL-3.0-or-later"), tr("Charts") },
        { QStringLiteral("LibTorch"), QStringLiteral("BSD-3-Clause, parts Apache-2.0, MIT and BSL-1.0"),
          tr("Tensors and gradients") },
        { QStringLiteral("Faiss"), QStringLiteral("MIT"), tr("Vector search") },
        { QStringLiteral("OpenBLAS"), QStringLiteral("BSD-3-Clause"), tr("Linear algebra") },
        { QStringLiteral("GNU OpenMP"), QStringLiteral("GPL-3.0-or-later with the GCC exception"),
          tr("Threads") },
        { QStringLiteral("SQLite"), QStringLiteral("Public domain"), tr("Store of runs") },
        { QStringLiteral("toml++"), QStringLiteral("MIT"), tr("Configuration files") },
        { QStringLiteral("JSON for Modern C++"), QStringLiteral("MIT"), tr("JSON") },
        { QStringLiteral("CLI11"), QStringLiteral("BSD-3-Clause"), tr("Command line") },
        { QStringLiteral("xxHash"), QStringLiteral("BSD-2-Clause"), tr("Hashes of data sets") },
        { QStringLiteral("Random123"), QStringLiteral("BSD-3-Clause"), tr("Random numbers") },
        { QStringLiteral("fast_float"), QStringLiteral("MIT or Apache-2.0"), tr("Reading numbers") },
        { QStringLiteral("uchardet"), QStringLiteral("MPL-1.1 or GPL-2.0-or-later or LGPL-2.1-or-later"),
          tr("Encoding of logs") },
        { QStringLiteral("ICU"), QStringLiteral("Unicode-DFS-2016"), tr("Words of titles") },
        { QStringLiteral("DejaVu fonts"), QStringLiteral("Bitstream Vera"), tr("Text in exported figures") },
    };
}

void AboutDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void AboutDialog::retranslate()
{
    setWindowTitle(tr("About OPAL Studio"));
    m_title->setText(tr("OPAL Studio %1").arg(m_version));
    m_purpose->setText(
        tr("Trains and examines multi-interest recommenders for micro-video logs. Free software "
           "under the GNU General Public License, version 3 or later."));
    m_builtWith->setText(m_versions);
    m_table->setAccessibleName(tr("Libraries and their licences"));
    m_table->setHorizontalHeaderLabels({ tr("Library"), tr("Used for"), tr("Licence") });
    const QList<LibraryLicence> rows = libraries();
    m_table->setRowCount(static_cast<int>(rows.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        m_table->setItem(row, 0, new QTableWidgetItem(rows[row].name));
        m_table->setItem(row, 1, new QTableWidgetItem(rows[row].use));
        m_table->setItem(row, 2, new QTableWidgetItem(rows[row].licence));
    }
    m_buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
}

} // namespace opal
