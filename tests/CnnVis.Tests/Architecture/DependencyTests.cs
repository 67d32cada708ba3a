using System.Text.RegularExpressions;

namespace CnnVis.Tests.Architecture;

public partial class DependencyTests
{
    // A folder may use those before it, and itself.
    private static readonly string[] Order = ["Tensors", "Onnx", "Runtime", "Models", "Differentiation", "Explanations", "Methods", "Features", "TensorBoard"];

    private static readonly string Source = Path.Combine(RepositoryFolder.Root, "src", "CnnVis");

    private static readonly Dictionary<string, string> FolderOfType = Files()
        .SelectMany(file => Declaration().Matches(File.ReadAllText(file)).Select(match => (Type: match.Groups[1].Value, Folder: FolderOf(file))))
        .GroupBy(pair => pair.Type)
        .ToDictionary(group => group.Key, group => group.First().Folder);

    [Fact]
    public void Folders_UseOnlyThoseBeforeThem()
    {
        string[] wrong =
        [
            .. from file in Files()
               from type in Identifier().Matches(WithoutComments(File.ReadAllText(file))).Select(match => match.Value).Distinct()
               where FolderOfType.TryGetValue(type, out string? used) && Array.IndexOf(Order, used) > Array.IndexOf(Order, FolderOf(file))
               select $"{Path.GetRelativePath(Source, file)} uses {type} of {FolderOfType[type]}",
        ];

        Assert.Empty(wrong);
    }

    [Fact]
    public void EveryFolder_HasAPlaceInTheOrder() =>
        Assert.All(Directory.GetDirectories(Source).Select(Path.GetFileName), folder => Assert.Contains(folder, Order));

    [Theory]
    [InlineData("InferenceSession", "Runtime")]
    [InlineData("OrtValue", "Runtime")]
    public void OnnxRuntime_IsCalledInOneFolder(string type, string folder)
    {
        string[] others = [.. Files()
            .Where(file => FolderOf(file) != folder && Regex.IsMatch(WithoutComments(File.ReadAllText(file)), $@"\b{type}\b"))
            .Select(file => Path.GetRelativePath(Source, file))];

        Assert.Empty(others);
    }

    [Fact]
    public void PublicClasses_AreSealedOrStatic()
    {
        Type[] open = [.. typeof(CnnModel).Assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false })];

        Assert.Equal([typeof(CnnVisException)], open);
    }

    [Fact]
    public void Options_AreSealedRecordsWithInitOnlyProperties()
    {
        foreach (Type type in typeof(CnnModel).Assembly.GetExportedTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal)))
        {
            Assert.True(type.IsSealed, type.Name);
            Assert.All(
                type.GetProperties().Where(property => property.SetMethod is not null),
                property => Assert.Contains(
                    typeof(System.Runtime.CompilerServices.IsExternalInit),
                    property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers()));
        }
    }

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories);

    private static string FolderOf(string file) => Path.GetRelativePath(Source, file).Split(Path.DirectorySeparatorChar)[0];

    private static string WithoutComments(string text) => Comment().Replace(text, "");

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(?:public|internal).*\b(?:class|record struct|record|struct|enum|interface)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<!\.)\b[A-Z]\w+\b")]
    private static partial Regex Identifier();
}
