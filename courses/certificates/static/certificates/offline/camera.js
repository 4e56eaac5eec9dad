// Reads a QR code with the camera after a button press: with the browser’s own reader if there is
// one, else with the small bundled one.
(() => {
  "use strict";
  const PAUSE = 120; // milliseconds between two attempts
  const WIDTH = 800;

  const own = async () => {
    if (!("BarcodeDetector" in window)) return null;
    const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (!formats.includes("qr_code")) return null;
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue;
  };

  const carried = async (address) => {
    const { default: decode } = await import(address);
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    return async (video) => {
      const scale = Math.min(1, WIDTH / video.videoWidth);
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      return decode(context.getImageData(0, 0, canvas.width, canvas.height));
    };
  };

  /** Show the camera in `video` until something is read; returns a function to stop. */
  const look = async (video, address, found) => {
    const wanted = { video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false };
    const stream = await navigator.mediaDevices.getUserMedia(wanted);
    let isOn = true;
    const stop = () => {
      isOn = false;
      for (const track of stream.getTracks()) track.stop();
      video.srcObject = null;
    };
    try {
      video.srcObject = stream;
      await video.play();
      const read = (await own()) ?? (await carried(address));
      const again = async () => {
        if (!isOn) return;
        // a picture without a code is normal, not an error
        const text = video.videoWidth ? await read(video).catch(() => null) : null;
        if (!isOn) return;
        if (!text) setTimeout(again, PAUSE);
        else {
          stop();
          found(text);
        }
      };
      again();
    } catch (error) {
      stop();
      throw error;
    }
    return stop;
  };

  globalThis.verifier = { ...globalThis.verifier, look };
})();
