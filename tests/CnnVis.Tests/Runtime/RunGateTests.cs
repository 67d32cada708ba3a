using CnnVis.Runtime;

namespace CnnVis.Tests.Runtime;

public class RunGateTests
{
    [Fact]
    public async Task CloseAndWait_WithARunInside_WaitsForIt()
    {
        var gate = new RunGate("model");
        RunGate.Pass pass = gate.Enter();
        Task<bool> closing = Task.Run(gate.CloseAndWait);
        while (!gate.IsClosed)
        {
            await Task.Yield();
        }

        Assert.False(closing.IsCompleted);
        Assert.Throws<ObjectDisposedException>(() => gate.Enter());
        pass.Dispose();

        Assert.True(await closing);
        Assert.False(gate.CloseAndWait());
    }
}
