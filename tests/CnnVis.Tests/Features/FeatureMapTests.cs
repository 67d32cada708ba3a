using CnnVis.Tests.Support;

namespace CnnVis.Tests.Features;

public class FeatureMapTests
{
    public static TheoryData<string> Cases => ReferenceCase.NamesWithActivation;

    [Theory]
    [MemberData(nameof(Cases))]
    public void FeatureMaps_ReferenceNetwork_AreItsActivations(string name)
    {
        var reference = new ReferenceCase(name);
        NpyArray expected = reference.Numbers("activation.npy");
        using CnnModel model = reference.Load();
        Layer layer = model.Layers[reference.ActivationTensor!];

        var actual = new List<float>();
        for (int i = 0; i < reference.Input.Count; i++)
        {
            FeatureMaps maps = layer.FeatureMaps(reference.Input.Slice(i));
            Assert.Equal((expected.Shape[1], expected.Shape[2], expected.Shape[3]), (maps.Channels, maps.Height, maps.Width));
            for (int channel = 0; channel < maps.Channels; channel++)
            {
                actual.AddRange(maps[channel].Values);
            }
        }

        Agreement.Within(1e-5, expected.Values, actual.ToArray(), name);
    }

    [Fact]
    public void FeatureMaps_LayerWithoutPlaces_SaysSo()
    {
        using CnnModel model = new ReferenceCase("vgg").Load();

        ArgumentException exception = Assert.Throws<ArgumentException>(() => model.Layers[^1].FeatureMaps(new ReferenceCase("vgg").Input.Slice(0)));

        Assert.Contains("has no maps: its output has no rows and columns", exception.Message, StringComparison.Ordinal);
    }
}
