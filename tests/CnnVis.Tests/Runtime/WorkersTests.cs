using System.Collections.Concurrent;
using CnnVis.Runtime;

namespace CnnVis.Tests.Runtime;

public class WorkersTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 100)]
    [InlineData(8, 3)]
    [InlineData(2, 0)]
    public void Each_Tasks_AreDoneOnceByWorkersThatDoOneAtATime(int count, int tasks)
    {
        var done = new ConcurrentBag<int>();
        int[] busy = new int[count];

        new Workers(count).Each(tasks, (worker, task) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref busy[worker]));
            done.Add(task);
            Interlocked.Decrement(ref busy[worker]);
        });

        Assert.Equal(Enumerable.Range(0, tasks), done.Order());
    }

    [Fact]
    public void Each_OneTaskFails_ThrowsItsExceptionAndBeginsNoOther()
    {
        int begun = 0;

        Exception failure = Assert.Throws<FormatException>(() => new Workers(2).Each(1000, (_, task) =>
        {
            Interlocked.Increment(ref begun);
            throw new FormatException($"{task}");
        }));

        Assert.Contains(failure.Message, new[] { "0", "1" });
        Assert.InRange(begun, 1, 2);
    }

    [Theory]
    [InlineData(4, 4L << 20, 4, 1)]
    [InlineData(6, 2L << 20, 2, 3)]
    [InlineData(4, 3L << 20, 3, 1)]
    [InlineData(4, 1L << 20, 1, 4)]
    public void Of_Memory_SharesTheThreadsAmongAsManyRunsAsItHolds(int threads, long usualBytes, int count, int each) =>
        Assert.Equal(new Workers(count, each), Workers.Of(With(new() { Threads = threads }), bytesEach: 1 << 20, usualBytes));

    [Fact]
    public void Of_LimitOnMemory_IsOneRunOfAllThreads() =>
        Assert.Equal(new Workers(1, 4), Workers.Of(With(new() { Threads = 4, MemoryLimit = 1L << 30 }), bytesEach: 1 << 20, usualBytes: 256 << 20));

    [Fact]
    public void Of_GraphicsCard_IsOneRun() =>
        Assert.Equal(new Workers(1), Workers.Of(With(new() { Provider = ExecutionProvider.Cuda }), bytesEach: 1, usualBytes: 256 << 20));

    private static SessionSettings With(ExecutionOptions execution) => new(execution, ExternalDataFolder: null) { Budget = new MemoryBudget("model", execution.MemoryLimit) };
}
