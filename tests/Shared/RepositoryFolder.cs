namespace CnnVis.TestSupport;

/// <summary>Finds the repository and the folder of large models and photos that may lie beside it.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = Find();

    public static string Assets { get; } = Path.Combine(Root, "samples", "assets");

    public static string References { get; } = Path.Combine(Root, "tests", "CnnVis.Tests", "Reference");

    /// <summary>Models and photos that are not part of the repository: tests that need them are skipped where the folder is absent.</summary>
    public static string Shared { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CnnVis.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must run inside the repository.");
    }
}
