namespace CnnVis.Explanations.Snapshots;

/// <summary>The file of a verified snapshot.</summary>
internal static class VerifiedText
{
    /// <summary>Its text; null where there is no such file yet.</summary>
    public static string? Read(string? path)
    {
        try
        {
            return path is null ? null : File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CnnVisException($"{Path.GetFileName(path)}: the verified snapshot cannot be read: {e.Message}", e);
        }
    }
}
