namespace CnnVis;

/// <summary>The order in which a model expects colour channels.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb = 0,

    /// <summary>Blue, green, red: Caffe and OpenCV.</summary>
    Bgr,
}
