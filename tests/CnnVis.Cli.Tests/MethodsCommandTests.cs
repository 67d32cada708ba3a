using System.Text.Json;

namespace CnnVis.Cli.Tests;

public class MethodsCommandTests
{
    [Fact]
    public void Methods_ListsEveryMethodWithWhatItShowsCostsAndNeeds()
    {
        ToolRun run = ToolRun.Of("methods").Succeeded();

        Assert.All(ExplanationMethod.All, method => Assert.Contains($" {method.Name} ", run.Output, StringComparison.Ordinal));
        Assert.Contains("Zeiler and Fergus", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_Json_HoldsTheOptionsToo()
    {
        using JsonDocument json = JsonDocument.Parse(ToolRun.Of("methods", "--json").Succeeded().Output);

        JsonElement gradient = json.RootElement.EnumerateArray().Single(method => method.GetProperty("name").GetString() == "gradient");
        JsonElement occlusion = json.RootElement.EnumerateArray().Single(method => method.GetProperty("name").GetString() == "occlusion");
        Assert.True(gradient.GetProperty("needsGradients").GetBoolean());
        Assert.False(occlusion.GetProperty("needsGradients").GetBoolean());
        Assert.Equal(["window", "stride", "fill", "incremental"], occlusion.GetProperty("options").EnumerateArray().Select(option => option.GetString()));
    }
}
