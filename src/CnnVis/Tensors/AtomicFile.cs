namespace CnnVis;

/// <summary>Writes a file whole or not at all: an interruption leaves the old file, or none.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file, replacing one of the same name, and makes its folder where it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All of its bytes.</param>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target) ?? throw new ArgumentException($"'{path}' names a folder, not a file.", nameof(path));
        Directory.CreateDirectory(folder);
        // In the same folder, so that the move is a rename.
        string temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
