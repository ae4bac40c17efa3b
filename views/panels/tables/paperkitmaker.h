// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include <QObject>

#include "views/figures/paperkit.h"
#include "views/shell/ask.h"
#include "views/shell/panelcontext.h"

namespace opal {

/// Makes a paper kit without holding up the window: the numbers are gathered by a job, the figures drawn one
/// file a turn of the event loop, the folder written in the background. One at a time.
class PaperKitMaker final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PaperKitMaker)

public:
    explicit PaperKitMaker(const PanelContext& context, QObject* parent = nullptr);

    void make(const PaperKitRequest& request, const QString& folder);

    bool isBusy() const { return m_ask.isBusy() || m_kit; }

Q_SIGNALS:
    void written(const QString& folder);
    void stopped(); ///< cancelled
    void failed(opal::ErrorCode code, const QString& detail);

private:
    void draw(std::shared_ptr<const PaperKit> kit);
    void drawNext();
    void write();

    PanelContext m_context;
    Ask<std::shared_ptr<const PaperKit>> m_ask;
    QString m_folder;
    std::shared_ptr<const PaperKit> m_kit;
    std::map<QString, QByteArray> m_files;
    std::size_t m_drawn = 0; ///< files of figures
};

} // namespace opal
