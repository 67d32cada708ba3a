namespace CnnVis.DocTests;

public class MethodTableTests
{
    // What the page says about a method is what the library and the tool say.
    [Fact]
    public void MethodsPage_EndsWithTheTableOfAllMethods()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "methods.md")).ReplaceLineEndings("\n");
        string[] rows =
        [
            "| method | shows | forward passes | needs | paper |",
            "|---|---|---|---|---|",
            .. ExplanationMethod.All.Select(method => $"| `{method.Name}` | {method.Shows} | {method.Cost} | {Needs(method)} | {method.Paper} |"),
        ];

        Assert.EndsWith(string.Join('\n', rows) + "\n", page, StringComparison.Ordinal);
    }

    private static string Needs(ExplanationMethod method) =>
        method.NeedsGradients ? "gradients" : method.NeedsLayers ? "layers" : "scores";
}
