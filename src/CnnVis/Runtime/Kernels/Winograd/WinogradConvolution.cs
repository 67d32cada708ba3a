using System.Buffers;
using System.Runtime.CompilerServices;

namespace CnnVis.Runtime.Kernels;

/// <summary>
/// A convolution of 3 x 3 places, without strides, of tensors in the blocked layout, by Winograd's F(2 x 2, 3 x 3): 16 multiplications for four places of the result
/// instead of 36 (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016). Tiles of 4 x 4 places, two apart, are transformed by additions; what
/// is left is a matrix multiplication for each of their 16 places.
/// </summary>
internal sealed unsafe class WinogradConvolution<TVector, TLanes>(WinogradShape shape, WinogradTensors tensors, bool isRectified)
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    // A record's properties, read for each tile.
    private readonly int _channels = shape.Channels;
    private readonly int _height = shape.Height;
    private readonly int _width = shape.Width;
    private readonly int _resultHeight = shape.ResultHeight;
    private readonly int _resultWidth = shape.ResultWidth;
    private readonly int _groups = shape.ResultChannels / ChannelsTogether;
    private readonly WinogradParts _parts = WinogradParts.Of(shape.Tiles, shape.ResultChannels / ChannelsTogether);

    /// <summary>In how many parts it can be computed, side by side.</summary>
    public int Parts => _parts.Count;

    private static int ChannelsTogether => WinogradProducts<TVector, TLanes>.Channels;

    public void Compute(int part)
    {
        (int first, int end) = _parts.TilesOf(part);
        // Products are computed for pairs of tiles.
        int room = end - first + ((end - first) % 2);
        (int firstGroup, int endGroup) = _parts.GroupsOf(part);
        // Whole powers of two would lie in the same lines of the cache.
        int step = _channels + TLanes.Count;
        int transformedStep = room * step;
        int productStep = (endGroup - firstGroup) * room * ChannelsTogether;
        float[] rented = ArrayPool<float>.Shared.Rent((WinogradWeights.TileSize * (transformedStep + productStep)) + TLanes.Count);
        fixed (float* numbers = rented)
        {
            int bytes = TLanes.Count * sizeof(float);
            var transformed = (float*)(((nint)numbers + bytes - 1) / bytes * bytes);
            float* products = transformed + (WinogradWeights.TileSize * transformedStep);
            for (int tile = first; tile < end; tile++)
            {
                Transform(tile, transformed + ((tile - first) * step), transformedStep);
            }

            for (int place = 0; place < WinogradWeights.TileSize; place++)
            {
                float* tiles = transformed + (place * transformedStep);
                new Span<float>(tiles + ((end - first) * step), (room - (end - first)) * step).Clear();
                for (int group = firstGroup; group < endGroup; group++)
                {
                    float* weights = tensors.Weights + ((((long)place * _groups) + group) * _channels * ChannelsTogether);
                    WinogradProducts<TVector, TLanes>.Compute(
                        tiles, room, step, weights, _channels, products + (place * productStep) + ((group - firstGroup) * room * ChannelsTogether));
                }
            }

            for (int group = firstGroup; group < endGroup; group++)
            {
                for (int tile = first; tile < end; tile++)
                {
                    float* sums = products + ((((group - firstGroup) * room) + tile - first) * ChannelsTogether);
                    TransformBack(sums, productStep, tile, 2 * group);
                    TransformBack(sums + TLanes.Count, productStep, tile, (2 * group) + 1);
                }
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Transforms a tile of all channels: BᵀdB.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transform(int tile, float* to, int placeStep)
    {
        (int image, int row, int column) = shape.PlaceOf(tile);
        int top = row - shape.Pads[0];
        int left = column - shape.Pads[1];
        bool isInside = top >= 0 && left >= 0 && top + 4 <= _height && left + 4 <= _width;
        float* plane = tensors.Images + ((long)image * _channels * _height * _width);
        float* copy = stackalloc float[WinogradWeights.TileSize * TLanes.Count];
        int rowStep = (isInside ? _width : 4) * TLanes.Count;
        for (int channel = 0; channel < _channels; channel += TLanes.Count)
        {
            float* row0 = plane + (((top * _width) + left) * TLanes.Count);
            if (!isInside)
            {
                CopyWithZeros(plane, top, left, copy);
                row0 = copy;
            }

            float* row1 = row0 + rowStep;
            float* row2 = row1 + rowStep;
            float* row3 = row2 + rowStep;
            TransformRow(row0, row2, isSum: false, to, placeStep);
            TransformRow(row1, row2, isSum: true, to + (4 * placeStep), placeStep);
            TransformRow(row2, row1, isSum: false, to + (8 * placeStep), placeStep);
            TransformRow(row1, row3, isSum: false, to + (12 * placeStep), placeStep);
            plane += _height * _width * TLanes.Count;
            to += TLanes.Count;
        }
    }

    private void CopyWithZeros(float* plane, int top, int left, float* copy)
    {
        for (int row = top; row < top + 4; row++)
        {
            for (int column = left; column < left + 4; column++, copy += TLanes.Count)
            {
                bool isThere = row >= 0 && row < _height && column >= 0 && column < _width;
                TLanes.Store(isThere ? TLanes.Load(plane + (((row * _width) + column) * TLanes.Count)) : TLanes.Repeat(0), copy);
            }
        }
    }

    /// <summary>A row of Bᵀd, which is the sum or the difference of two rows of d, times B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformRow(float* one, float* other, bool isSum, float* to, int placeStep)
    {
        TVector d0 = Combine(one, other, isSum);
        TVector d1 = Combine(one + TLanes.Count, other + TLanes.Count, isSum);
        TVector d2 = Combine(one + (2 * TLanes.Count), other + (2 * TLanes.Count), isSum);
        TVector d3 = Combine(one + (3 * TLanes.Count), other + (3 * TLanes.Count), isSum);
        TLanes.Store(TLanes.Subtract(d0, d2), to);
        TLanes.Store(TLanes.Add(d1, d2), to + placeStep);
        TLanes.Store(TLanes.Subtract(d2, d1), to + (2 * placeStep));
        TLanes.Store(TLanes.Subtract(d1, d3), to + (3 * placeStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Combine(float* one, float* other, bool isSum) =>
        isSum ? TLanes.Add(TLanes.Load(one), TLanes.Load(other)) : TLanes.Subtract(TLanes.Load(one), TLanes.Load(other));

    /// <summary>Transforms the products of a tile and of a block of the result's channels back, AᵀmA, and writes those of the four places that there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransformBack(float* products, int placeStep, int tile, int block)
    {
        (int image, int row, int column) = shape.PlaceOf(tile);
        TVector bias = TLanes.Load(tensors.Bias + (block * TLanes.Count));
        Columns(products, placeStep, out TVector upper0, out TVector lower0);
        Columns(products + placeStep, placeStep, out TVector upper1, out TVector lower1);
        Columns(products + (2 * placeStep), placeStep, out TVector upper2, out TVector lower2);
        Columns(products + (3 * placeStep), placeStep, out TVector upper3, out TVector lower3);
        long plane = ((long)image * 2 * _groups) + block;
        long place = ((((plane * _resultHeight) + row) * _resultWidth) + column) * TLanes.Count;
        bool hasRight = column + 1 < _resultWidth;
        Write(upper0, upper1, upper2, upper3, bias, place, hasRight);
        if (row + 1 < _resultHeight)
        {
            Write(lower0, lower1, lower2, lower3, bias, place + (_resultWidth * TLanes.Count), hasRight);
        }
    }

    /// <summary>Both rows of Aᵀm in one column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns(float* products, int placeStep, out TVector upper, out TVector lower)
    {
        TVector m1 = TLanes.Load(products + (4 * placeStep));
        TVector m2 = TLanes.Load(products + (8 * placeStep));
        upper = TLanes.Add(TLanes.Add(TLanes.Load(products), m1), m2);
        lower = TLanes.Subtract(TLanes.Subtract(m1, m2), TLanes.Load(products + (12 * placeStep)));
    }

    /// <summary>A row of Aᵀm times A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(TVector m0, TVector m1, TVector m2, TVector m3, TVector bias, long place, bool hasRight)
    {
        Write(TLanes.Add(TLanes.Add(m0, bias), TLanes.Add(m1, m2)), place);
        if (hasRight)
        {
            Write(TLanes.Add(TLanes.Subtract(m1, m2), TLanes.Subtract(bias, m3)), place + TLanes.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(TVector sum, long place)
    {
        if (tensors.Summand != null)
        {
            sum = TLanes.Add(sum, TLanes.Load(tensors.Summand + place));
        }

        TLanes.Store(isRectified ? TLanes.Max(TLanes.Repeat(0), sum) : sum, tensors.Result + place);
    }
}
