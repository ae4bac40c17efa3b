#include "views/shell/panel.h"
