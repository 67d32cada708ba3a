using System.Reflection;
using System.Text.Json;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Explanations;

public class ExplanationMethodTests
{
    [Fact]
    public void All_ContainsEveryVerbWithItsOptions()
    {
        ExplanationMethod occlusion = ExplanationMethod.Get("occlusion");

        Assert.Contains(occlusion, ExplanationMethod.All);
        Assert.Equal(["window", "stride", "fill", "incremental"], occlusion.OptionNames);
    }

    [Fact]
    public void All_SaysWhatEveryVerbShowsAndCosts()
    {
        string[] verbs =
        [
            .. from type in typeof(Explainer).Assembly.GetExportedTypes()
               from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
               where method.ReturnType == typeof(Explanation) && method.GetParameters().FirstOrDefault()?.ParameterType == typeof(Explainer)
               select JsonNamingPolicy.KebabCaseLower.ConvertName(method.Name),
        ];

        Assert.Equal(verbs.Order(StringComparer.Ordinal), ExplanationMethod.All.Select(method => method.Name).Order(StringComparer.Ordinal));
        Assert.All(ExplanationMethod.All, method => Assert.All(new[] { method.Shows, method.Cost, method.Paper }, text => Assert.NotEmpty(text)));
    }

    [Fact]
    public void Get_Unknown_ListsTheMethods() => Assert.Contains(
        $"There is no method 'occlusio'. Choose one of {string.Join(", ", ExplanationMethod.All.Select(method => method.Name))}.",
        Assert.Throws<ArgumentException>(() => ExplanationMethod.Get("occlusio")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Recipe_OptionsAsText_AreThoseOfTheLibrary()
    {
        var reference = new ReferenceCase("keras-mnist");
        using CnnModel model = reference.Load();
        Func<Explainer, Explanation> recipe = ExplanationMethod.Get("occlusion").Recipe(new Dictionary<string, string>
        {
            ["window"] = "6x7",
            ["stride"] = "4",
            ["fill"] = "blur:2",
        });

        Explanation actual = recipe(model.Explain(reference.Input.Slice(0)));
        Explanation expected = model.Explain(reference.Input.Slice(0)).Occlusion(new() { Window = new(6, 7), Stride = 4, Fill = Baseline.Blur(2) });

        Assert.Equal(expected.Map.Values.ToArray(), actual.Map.Values.ToArray());
        Assert.Equal(new Dictionary<string, string> { ["window"] = "6x7", ["stride"] = "4x4", ["fill"] = "blur:2", ["incremental"] = "exact" }, actual.Options);
    }

    [Theory]
    [InlineData("windows", "3", "There is no option 'windows'. Possible: window, stride, fill, incremental.")]
    [InlineData("window", "3,5", "The option 'window' cannot be '3,5': Give one number for a square, or HEIGHTxWIDTH.")]
    [InlineData("incremental", "approximate:1.5", "The option 'incremental' cannot be 'approximate:1.5': Give off, exact, approximate or approximate:TAU with TAU above 0 and at most 1.")]
    [InlineData("fill", "green", "The option 'fill' cannot be 'green': Give a number, zero, mean, blur, blur:SIGMA, noise, noise:SEED or a colour #rrggbb.")]
    public void Recipe_WrongOption_SaysWhatIsPossible(string name, string value, string message)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => ExplanationMethod.Get("occlusion").Recipe(new Dictionary<string, string> { [name] = value }));

        Assert.Equal(message, exception.Message);
    }
}
