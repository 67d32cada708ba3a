using System.Runtime.CompilerServices;

namespace CnnVis.Runtime.Kernels;

/// <summary>The products of tiles and weights at one of the places of a transformed tile: a matrix multiplication whose sums stay in registers.</summary>
internal static unsafe class WinogradProducts<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    /// <summary>How many channels of the result are computed together.</summary>
    public static int Channels => 2 * TLanes.Count;

    /// <summary>Computes the products of some tiles, whose number is even and at least 4, or 2.</summary>
    /// <param name="tiles">The tiles, one after the other.</param>
    /// <param name="count">How many.</param>
    /// <param name="step">How far one tile is from the next.</param>
    /// <param name="weights">For each channel of a tile, the weights for the channels of the result.</param>
    /// <param name="channels">How many channels a tile has.</param>
    /// <param name="products">The result, tile by tile.</param>
    public static void Compute(float* tiles, int count, int step, float* weights, int channels, float* products)
    {
        // Six rows and two columns of sums leave registers for what they are multiplied with.
        for (; count >= 6 && count != 8; count -= 6)
        {
            Six(tiles, step, weights, channels, products);
            tiles += 6 * step;
            products += 6 * Channels;
        }

        for (; count >= 4; count -= 4)
        {
            Four(tiles, step, weights, channels, products);
            tiles += 4 * step;
            products += 4 * Channels;
        }

        if (count > 0)
        {
            Two(tiles, step, weights, channels, products);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Six(float* tiles, int step, float* weights, int channels, float* products)
    {
        int next = channels * Channels;
        float* tiles1 = tiles + step;
        float* tiles2 = tiles1 + step;
        float* tiles3 = tiles2 + step;
        float* tiles4 = tiles3 + step;
        float* tiles5 = tiles4 + step;
        TVector a0 = TLanes.Repeat(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0;
        TVector b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0, b5 = a0;
        for (int channel = 0; channel < channels; channel++)
        {
            TVector a = TLanes.Load(weights);
            TVector b = TLanes.Load(weights + TLanes.Count);
            TLanes.FetchPair(weights + next);
            weights += 2 * TLanes.Count;
            TVector tile = TLanes.Repeat(tiles[channel]);
            a0 = TLanes.MultiplyAdd(tile, a, a0);
            b0 = TLanes.MultiplyAdd(tile, b, b0);
            tile = TLanes.Repeat(tiles1[channel]);
            a1 = TLanes.MultiplyAdd(tile, a, a1);
            b1 = TLanes.MultiplyAdd(tile, b, b1);
            tile = TLanes.Repeat(tiles2[channel]);
            a2 = TLanes.MultiplyAdd(tile, a, a2);
            b2 = TLanes.MultiplyAdd(tile, b, b2);
            tile = TLanes.Repeat(tiles3[channel]);
            a3 = TLanes.MultiplyAdd(tile, a, a3);
            b3 = TLanes.MultiplyAdd(tile, b, b3);
            tile = TLanes.Repeat(tiles4[channel]);
            a4 = TLanes.MultiplyAdd(tile, a, a4);
            b4 = TLanes.MultiplyAdd(tile, b, b4);
            tile = TLanes.Repeat(tiles5[channel]);
            a5 = TLanes.MultiplyAdd(tile, a, a5);
            b5 = TLanes.MultiplyAdd(tile, b, b5);
        }

        Store(a0, b0, products);
        Store(a1, b1, products + Channels);
        Store(a2, b2, products + (2 * Channels));
        Store(a3, b3, products + (3 * Channels));
        Store(a4, b4, products + (4 * Channels));
        Store(a5, b5, products + (5 * Channels));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(float* tiles, int step, float* weights, int channels, float* products)
    {
        int next = channels * Channels;
        float* tiles1 = tiles + step;
        float* tiles2 = tiles1 + step;
        float* tiles3 = tiles2 + step;
        TVector a0 = TLanes.Repeat(0), a1 = a0, a2 = a0, a3 = a0;
        TVector b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        for (int channel = 0; channel < channels; channel++)
        {
            TVector a = TLanes.Load(weights);
            TVector b = TLanes.Load(weights + TLanes.Count);
            TLanes.FetchPair(weights + next);
            weights += 2 * TLanes.Count;
            TVector tile = TLanes.Repeat(tiles[channel]);
            a0 = TLanes.MultiplyAdd(tile, a, a0);
            b0 = TLanes.MultiplyAdd(tile, b, b0);
            tile = TLanes.Repeat(tiles1[channel]);
            a1 = TLanes.MultiplyAdd(tile, a, a1);
            b1 = TLanes.MultiplyAdd(tile, b, b1);
            tile = TLanes.Repeat(tiles2[channel]);
            a2 = TLanes.MultiplyAdd(tile, a, a2);
            b2 = TLanes.MultiplyAdd(tile, b, b2);
            tile = TLanes.Repeat(tiles3[channel]);
            a3 = TLanes.MultiplyAdd(tile, a, a3);
            b3 = TLanes.MultiplyAdd(tile, b, b3);
        }

        Store(a0, b0, products);
        Store(a1, b1, products + Channels);
        Store(a2, b2, products + (2 * Channels));
        Store(a3, b3, products + (3 * Channels));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(float* tiles, int step, float* weights, int channels, float* products)
    {
        int next = channels * Channels;
        float* tiles1 = tiles + step;
        TVector a0 = TLanes.Repeat(0), a1 = a0;
        TVector b0 = a0, b1 = a0;
        for (int channel = 0; channel < channels; channel++)
        {
            TVector a = TLanes.Load(weights);
            TVector b = TLanes.Load(weights + TLanes.Count);
            TLanes.FetchPair(weights + next);
            weights += 2 * TLanes.Count;
            TVector tile = TLanes.Repeat(tiles[channel]);
            a0 = TLanes.MultiplyAdd(tile, a, a0);
            b0 = TLanes.MultiplyAdd(tile, b, b0);
            tile = TLanes.Repeat(tiles1[channel]);
            a1 = TLanes.MultiplyAdd(tile, a, a1);
            b1 = TLanes.MultiplyAdd(tile, b, b1);
        }

        Store(a0, b0, products);
        Store(a1, b1, products + Channels);
    }

    private static void Store(TVector one, TVector other, float* to)
    {
        TLanes.Store(one, to);
        TLanes.Store(other, to + TLanes.Count);
    }
}
