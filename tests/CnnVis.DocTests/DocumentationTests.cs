using System.Text.RegularExpressions;

namespace CnnVis.DocTests;

public partial class DocumentationTests
{
    private static readonly string Snippets = Path.Combine(RepositoryFolder.Root, "tests", "CnnVis.DocTests", "Snippets");

    public static TheoryData<string> Pages => [.. PageFiles];

    private static IEnumerable<string> PageFiles =>
    [
        .. Directory.EnumerateFiles(RepositoryFolder.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "eng"), "*.md"))
            .Select(path => Path.GetRelativePath(RepositoryFolder.Root, path)),
    ];

    // Every block of C# names the region that a test runs, and is the same to the letter.
    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryBlock_IsARegionThatIsRun(string page)
    {
        string text = File.ReadAllText(Path.Combine(RepositoryFolder.Root, page)).ReplaceLineEndings("\n");
        Dictionary<string, string> regions = Directory.EnumerateFiles(Snippets, "*.cs")
            .SelectMany(file => Region().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")))
            .ToDictionary(match => match.Groups["name"].Value, match => Unindent(match.Groups["code"].Value));

        MatchCollection blocks = Block().Matches(text);

        Assert.Equal(Regex.Count(text, "^```csharp", RegexOptions.Multiline), blocks.Count + NotCompiled().Count(text));
        Assert.All(blocks, block => Assert.Equal(regions[block.Groups["name"].Value], WithoutUsings(block.Groups["code"].Value)));
    }

    // What cannot be compiled says why, in the page itself: Verify's packages are not in every feed.
    [Fact]
    public void OneBlock_IsNotCompiled() => Assert.Equal(
        ["Verify is no dependency of this repository"],
        PageFiles.Select(page => File.ReadAllText(Path.Combine(RepositoryFolder.Root, page)).ReplaceLineEndings("\n"))
            .SelectMany(text => NotCompiled().Matches(text))
            .Select(match => match.Groups["reason"].Value));

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryLink_LeadsToAFile(string page)
    {
        string path = Path.Combine(RepositoryFolder.Root, page);

        Assert.All(
            Link().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal)),
            link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, link)), link));
    }

    private static string Unindent(string code)
    {
        string[] lines = code.TrimEnd().Split('\n');
        int indent = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length >= indent ? line[indent..] : ""));
    }

    private static string WithoutUsings(string code) => Using().Replace(code, "").Trim('\n');

    [GeneratedRegex(@"#region (?<name>\S+)\n(?<code>.*?)\n\s*#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"<!-- snippet: (?<name>\S+) -->\n```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"<!-- not compiled here: (?<reason>.+) -->\n```csharp\n")]
    private static partial Regex NotCompiled();

    [GeneratedRegex(@"^using [\w.]+;\n", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}
