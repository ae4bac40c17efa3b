// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/ask.h"

#include <QProgressBar>

namespace opal {

void showShare(QProgressBar& bar, double share)
{
    if (share < 0)
        return;
    bar.setRange(0, 1000);
    bar.setValue(static_cast<int>(1000 * share));
}

} // namespace opal
