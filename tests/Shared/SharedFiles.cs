namespace CnnVis.TestSupport;

/// <summary>Paths below the folder beside the repository.</summary>
internal static class SharedFiles
{
    public static string Model(string name) => Path.Combine(RepositoryFolder.Shared, "models", name);

    public static string Photo(string name) => Path.Combine(RepositoryFolder.Shared, "photos", name);

    public static string Labels(string name) => Path.Combine(RepositoryFolder.Shared, "labels", name);
}
