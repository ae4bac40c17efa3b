// SPDX-License-Identifier: GPL-3.0-or-later
// The library is the engine alone: see CMakeLists.txt beside the folder.
