using System.IO.Enumeration;

namespace CnnVis.Skia;

/// <summary>Finds the pictures of a folder.</summary>
public static class ImageFolder
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"];

    /// <summary>
    /// Finds all PNG, JPEG, WebP, BMP and GIF files in a folder and those below it, by their extensions. Hidden files are left out; links to folders are
    /// not followed. The order is the same on every system: without regard to case, numbers by their value, so that 2.png comes before 10.png.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <returns>The pictures, each named by its path below the folder with / between folders; they are read when asked for.</returns>
    /// <exception cref="CnnVisException">There is no such folder, it cannot be read, or it holds no picture.</exception>
    public static IReadOnlyList<ImageSource> Find(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            throw new CnnVisException(File.Exists(path) ? $"'{path}' is a file; give a folder of pictures." : $"There is no folder '{path}'.");
        }

        string[] names = [.. NamesIn(path).OrderBy(name => new NaturalName(name))];
        return names.Length > 0
            ? [.. names.Select(name => new ImageSource(name, () => ImageFile.Load(Path.Combine(path, name))))]
            : throw new CnnVisException($"The folder '{path}' holds no picture: neither it nor a folder below has a file named {string.Join(", ", Extensions.Select(e => "*" + e))}.");
    }

    /// <summary>The folder in which a picture lies, for <see cref="SurveyOptions.ClassOf"/>: data sets often have one for each class.</summary>
    /// <param name="name">The name of a picture that <see cref="Find"/> found.</param>
    /// <returns>The innermost folder's name; null for a picture in the outermost folder.</returns>
    public static string? FolderOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Split('/') is [.., var folder, _] ? folder : null;
    }

    private static IEnumerable<string> NamesIn(string path)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false };
        var files = new FileSystemEnumerable<string>(path, (ref FileSystemEntry entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && HasKnownExtension(entry.FileName),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        try
        {
            return [.. files.Select(file => Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/'))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CnnVisException($"The folder '{path}' cannot be read: {e.Message}", e);
        }
    }

    private static bool HasKnownExtension(ReadOnlySpan<char> file)
    {
        ReadOnlySpan<char> extension = Path.GetExtension(file);
        foreach (string known in Extensions)
        {
            if (extension.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
