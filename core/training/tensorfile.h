// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include <torch/types.h>

namespace opal {

/// Named tensors and texts in the safetensors layout: 8-byte little-endian header length, JSON header, raw
/// little-endian numbers. Python's `safetensors` reads such a file; reading one never runs code.
///
/// The metadata of what is written hold the XXH3 of every tensor's bytes ("xxh3 NAME", 16 hexadecimal digits)
/// and of the header without itself ("xxh3").
struct TensorFile
{
    std::map<std::string, std::string> metadata;
    std::map<std::string, torch::Tensor> tensors; ///< float32 or int64, on the CPU when read
    bool checksummed = false; ///< when read: header and tensors were compared with the checksums in it
};

/// Writes `file` to a temporary name, syncs, renames it to `path` and syncs the folder: after a crash there
/// is either the old file or the whole new one. The same content gives the same bytes. Throws
/// Error{CannotWrite}, and then leaves no temporary file.
void writeTensorFile(const std::string& path, const TensorFile& file);

/// Reads and checks everything before a tensor is made: header length, JSON, types, shapes, and that the
/// tensors cover the data without gap or overlap; then the checksums, if there are any (release 0.1 wrote
/// none). Throws Error{NotFound, CannotRead, InvalidCheckpoint}.
TensorFile readTensorFile(const std::string& path);

/// The same without the tensors: quick for a file of any size.
TensorFile readTensorMetadata(const std::string& path);

} // namespace opal
