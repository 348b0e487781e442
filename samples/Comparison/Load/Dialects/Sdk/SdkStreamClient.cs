namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>PROTOCOL.md 7.3.</summary>
internal sealed class SdkStreamClient(ClientSetup setup, int number) : SdkHeldClient(setup, number, "stream", "stream")
{
    protected override IReceiver NewReceiver(Action ended, ResponseHandler refused) =>
        new FrameStream(Setup.Traffic, OnFrame) { Ended = ended, Refused = refused };

    private void OnFrame(ReadOnlySpan<byte> frame)
    {
        var batch = default(SdkBatch);
        Reader.Read(Downstream, frame, ref batch, delivers: true);
        Act(in batch);
    }
}
