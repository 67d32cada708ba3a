using CnnVis.Runtime;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Runtime;

/// <summary>Large arrays are used again, and by one at a time.</summary>
public class FloatBuffersTests
{
    [Fact]
    public void AReturnedArray_IsRentedAgain_ButNotTwice()
    {
        var buffers = new FloatBuffers(keeps: true);
        float[] first = buffers.Rent(20000);
        buffers.Return(first);

        Assert.NotSame(first, buffers.Rent(19999));
        Assert.Same(first, buffers.Rent(20000));
        Assert.NotSame(first, buffers.Rent(20000));
    }

    [Fact]
    public void WhatIsCleared_OrWouldHoldTooMuch_IsLetGo()
    {
        var buffers = new FloatBuffers(keeps: true);
        float[] oldest = buffers.Rent(20 << 20);
        float[] newest = buffers.Rent((20 << 20) + 1);
        buffers.Return(oldest);
        buffers.Return(newest);
        Assert.NotSame(oldest, buffers.Rent(oldest.Length));

        buffers.Clear();
        Assert.NotSame(newest, buffers.Rent(newest.Length));
    }

    [Theory]
    [InlineData(true, 100)]
    [InlineData(false, 20000)]
    public void SmallArrays_AndAllUnderALimit_AreNotKept(bool keeps, int length)
    {
        var buffers = new FloatBuffers(keeps);
        float[] array = buffers.Rent(length);
        buffers.Return(array);

        Assert.NotSame(array, buffers.Rent(length));
    }

    [Fact]
    public void ABatch_FilledOnManyThreads_HoldsWhatAllOfThemWrote()
    {
        for (int round = 0; round < 50; round++)
        {
            using CnnModel model = SmallNetwork.Create().Load();
            model.Explain(SmallNetwork.Images(1)).For(0).Run("mine", new(), context =>
            {
                ImageBatch batch = context.NewBatch();
                Parallel.For(0, batch.Capacity, i => batch[i].Fill(i));
                Assert.Equal(Enumerable.Range(0, batch.Capacity).Select(i => (float)i), Enumerable.Range(0, batch.Capacity).Select(i => batch[i][0]));
                return [new Heatmap([0], 1, 1, MapScaling.Symmetric)];
            });
        }
    }

    [Theory]
    [InlineData("integrated-gradients")]
    [InlineData("smooth-grad")]
    [InlineData("occlusion")]
    public void MorePasses_TakeNoMoreMemory(string method)
    {
        const int Size = 96;
        using CnnModel model = SmallNetwork.OfSize(Size).Load();
        Explainer explainer = model.Explain(new ImageTensor(Numbers.Seeded(3 * Size * Size, 1), new ImageShape(3, Size, Size, TensorLayout.Nchw))).For(0);
        Explain(16);
        Explain(64);

        long few = Allocated(() => Explain(16));
        long many = Allocated(() => Explain(64));

        int bytesOfAnImage = 3 * Size * Size * sizeof(float);
        Assert.InRange(many - few, long.MinValue, 48 * bytesOfAnImage / 4);

        void Explain(int passes) => _ = method switch
        {
            "integrated-gradients" => explainer.IntegratedGradients(new() { Steps = passes }),
            "smooth-grad" => explainer.SmoothGrad(new() { Samples = passes }),
            _ => explainer.Occlusion(new() { Window = 24, Stride = 24 * 4 / (int)Math.Sqrt(passes), Incremental = IncrementalMode.Off }),
        };
    }

    [Fact]
    public void ABatchOfAnEndedExplanation_CannotBeUsed()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        ImageBatch? kept = null;

        model.Explain(SmallNetwork.Images(1)).For(0).Run("mine", new(), context =>
        {
            kept = context.NewBatch();
            kept[0].Clear();
            return [new Heatmap([0], 1, 1, MapScaling.Symmetric)];
        });

        Assert.Throws<ObjectDisposedException>(() => kept![0][0]);
    }

    [Fact]
    public void AnAttributionOfOnesOwn_KeepsItsArrays()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        var returned = new List<float[]>();
        Attribution mine = Attribution.Of("mine", (context, batch, count) =>
        {
            float[][] gradients = context.Gradients(batch, count);
            returned.Add(gradients[0]);
            return gradients;
        });

        model.Explain(SmallNetwork.Images(1)).For(0).SmoothGrad(new() { Around = mine, Samples = 64 });

        Assert.True(returned.Count > 1);
        Assert.Equal(returned.Count, returned.Distinct().Count());
    }

    private static long Allocated(Action work)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
