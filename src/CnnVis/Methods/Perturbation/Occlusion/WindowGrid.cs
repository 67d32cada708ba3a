namespace CnnVis.Methods;

/// <summary>The positions of a sliding window. The last one in each direction is cut off at the border, so every pixel is covered.</summary>
internal sealed class WindowGrid
{
    private readonly int _height;
    private readonly int _width;
    private readonly WindowSize _window;
    private readonly WindowSize _stride;
    private readonly int _columns;

    public WindowGrid(int height, int width, WindowSize window, WindowSize stride)
    {
        _height = height;
        _width = width;
        _window = window;
        _stride = stride;
        _columns = PositionCount(width, window.Width, stride.Width);
        Count = _columns * PositionCount(height, window.Height, stride.Height);
    }

    public int Count { get; }

    public PixelRectangle this[int index]
    {
        get
        {
            int top = index / _columns * _stride.Height;
            int left = index % _columns * _stride.Width;
            return new PixelRectangle(left, top, Math.Min(_window.Width, _width - left), Math.Min(_window.Height, _height - top));
        }
    }

    public static void RefuseImpossible(int height, int width, WindowSize window, WindowSize stride)
    {
        if (window.Height < 1 || window.Width < 1 || stride.Height < 1 || stride.Width < 1)
        {
            throw new ArgumentException($"Window {window} and stride {stride} must be at least 1.");
        }

        if (window.Height > height || window.Width > width)
        {
            throw new ArgumentException($"The window {window} is larger than the image of {height}x{width} that the model reads.");
        }

        if ((stride.Height > window.Height && window.Height < height) || (stride.Width > window.Width && window.Width < width))
        {
            throw new ArgumentException($"The stride {stride} is larger than the window {window}, so some pixels would never be hidden.");
        }
    }

    private static int PositionCount(int size, int window, int stride) => (int)Math.Ceiling((double)(size - window) / stride) + 1;
}
