using CnnVis.Tests.Support;

namespace CnnVis.Tests.Runtime;

public class ExecutionOptionsTests
{
    [Theory]
    [InlineData(ExecutionProvider.Cuda, "Microsoft.ML.OnnxRuntime.Gpu")]
    [InlineData(ExecutionProvider.DirectML, "Microsoft.ML.OnnxRuntime.DirectML")]
    [InlineData(ExecutionProvider.OpenVino, "Intel.ML.OnnxRuntime.OpenVino")]
    public void Load_ProviderThatOnnxRuntimeLacks_NamesThePackage(ExecutionProvider provider, string package)
    {
        CnnVisException missing = Assert.ThrowsAny<CnnVisException>(() => PoolingNetwork.Create().Load(new() { Execution = new() { Provider = provider } }));

        Assert.Contains(package, missing.Message, StringComparison.Ordinal);
        Assert.Contains("CPUExecutionProvider", missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null, null, "Threads is 0")]
    [InlineData(null, 0L, null, "MemoryLimit is 0")]
    [InlineData(null, null, -1, "BatchSize is -1")]
    public void Load_OptionBelowOne_Throws(int? threads, long? memory, int? batch, string says)
    {
        var options = new ExecutionOptions { Threads = threads, MemoryLimit = memory, BatchSize = batch };

        ArgumentException refused = Assert.Throws<ArgumentException>(() => PoolingNetwork.Create().Load(new() { Execution = options }));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnknownProvider_Throws()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => PoolingNetwork.Create().Load(new() { Execution = new() { Provider = (ExecutionProvider)9 } }));

        Assert.Contains("Cpu, Cuda, DirectML, CoreML, OpenVino", refused.Message, StringComparison.Ordinal);
    }
}
