using CnnVis.Cli.Bench;

namespace CnnVis.Cli.Tests.Bench;

public class NetworkTests
{
    /// <summary>
    /// torchvision's parameters, less those of each BatchNormalization, and plus the bias that takes its place: one number fewer for each channel.
    /// </summary>
    [Theory]
    [InlineData("resnet18", 11_689_512 - 4_800)]
    [InlineData("resnet50", 25_557_032 - 26_560)]
    [InlineData("mobilenetv2", 3_504_872 - 17_056)]
    public void Named_HasThePublishedNumberOfParameters(string name, long parameters)
    {
        using CnnModel model = CnnModel.Load(Network.All[name]());

        Assert.Equal(parameters, model.Layers.Where(layer => layer.Operator is "Conv" or "Gemm").Sum(layer => layer.ParameterCount));
        Assert.Equal(1000, model.Output.ClassCount);
    }
}
