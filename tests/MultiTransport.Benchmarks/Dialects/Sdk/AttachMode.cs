namespace MultiTransport.Benchmarks.Dialects.Sdk;

internal enum AttachMode : byte
{
    Take = 1,
    Send = 2,
}
