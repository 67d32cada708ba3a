namespace CnnVis.Runtime;

/// <summary>A folder for the files of one session.</summary>
internal sealed class SessionFolder : IDisposable
{
    private SessionFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Null where none can be made.</summary>
    public static SessionFolder? TryCreate()
    {
        try
        {
            return new SessionFolder(Directory.CreateTempSubdirectory("cnnvis-").FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Deletes it, unless a file is still in use: Windows keeps those.</summary>
    public void Dispose()
    {
        try
        {
            if (Directory.Exists(Path))
            {
                Directory.Delete(Path, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next attempt, or the system's own cleaning, finds it.
        }
    }
}
